"""What rows outside a case say against a step of the office journal: who exists, who holds what, who may decide."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import exists, select

from models.accounts import Account, account_of
from models.cases import Case
from models.memberships import Membership
from models.organisations import OrganisationState, children, state_on
from models.people import Person
from models.posts import APART, POSTS, Post
from workflows.engine.dossier import Act
from workflows.engine.errors import NotInOffice
from workflows.engine.findings import N_, Finding, Severity, missing, wrong
from workflows.engine.offices import SECURITY
from workflows.engine.perform.scene import Scene

from .apart import may_be_given, no_office_apart
from .forms.organisations import MAY_APPROVE, NO_POWER
from .people import running_probation, sanctions_of
from .posts import held_posts, is_root, proposals
from .states import spans

NO_PERSON = N_("没有编号为 %(person)s 的人员：请先“登记人员”")
ALIKE = N_("已登记有 %(count)s 名同名的人员，出生日期相同或者没有登记（编号 %(people)s）：请先核对是不是同一个人")
ENDED_BY_SECURITY = N_("免去%(post)s由安全管理员办理")
MOST_NAMED = 5
NO_PARENT = N_("上级党组织 %(parent)s 在 %(on)s 不存在：请核对编号和日期")


def founded(scene: Scene, act: Act) -> Iterator[Finding]:
    """The parent exists, and there is one root."""
    form: Any = act.form
    if form.known("parent") is None:
        other = exists().where(OrganisationState.parent_id.is_(None), OrganisationState.stands())
        if scene.work.session.scalar(select(other)):
            yield wrong(N_("已有根组织：新设的党组织须有上级党组织"))
    elif not is_root(scene.row):
        yield from _parent(scene, act)


def changed(scene: Scene, act: Act) -> Iterator[Finding]:
    """The new parent exists, lies within the actor's reach and not below the organisation; the power fits the kind."""
    form: Any = act.form
    if form.known("parent") is not None:
        yield from _parent(scene, act)
        if is_root(scene.row):
            yield wrong(N_("根组织没有上级党组织"))
    last = spans(scene.case.kept)[-1].look
    kind, power = form.known("kind") or last[1], form.known("approval_power")
    if (last[5] if power is None else power) and kind not in MAY_APPROVE:
        yield wrong(NO_POWER)


def _parent(scene: Scene, act: Act) -> Iterator[Finding]:
    form: Any = act.form
    states = [state_on(scene.work.session, form.parent, day) for day in (act.on, scene.today)]
    if None in states:
        yield missing(NO_PARENT, parent=form.parent, on=act.on)
        return
    path = states[1].path  # type: ignore[union-attr]
    if path.startswith(scene.row.path):
        yield wrong(N_("不能隶属于自己或者自己的下级党组织"))
    if scene.acting.path and not path.startswith(scene.acting.path):
        raise NotInOffice(N_("上级党组织不在您管理的范围内：请由双方共同的上级办理"))


def dissolved(scene: Scene, act: Act) -> Iterator[Finding]:
    """Nothing stands below it, nobody belongs to it, no case is open in it."""
    session, own = scene.work.session, scene.row.organisation_id
    if is_root(scene.row):
        yield wrong(N_("根组织不能撤销"))
    below = children(session, own, act.on)
    if below:
        yield wrong(N_("下级党组织 %(name)s 尚未撤销或者改隶"), name=below[0].name)
    if session.scalar(select(exists().where(Membership.organisation_id == own, Membership.holds_on(act.on)))):
        yield wrong(N_("尚有党员的党籍在本组织：请先转出，或者改办“合并党组织”并写明并入哪个党组织"))
    if session.scalar(select(exists().where(Post.organisation_id == own, Post.holds_on(act.on)))):
        yield wrong(N_("尚有人在本组织任职：请先免去职务"))
    others = (Case.organisation_id == own) & Case.open & (Case.id != scene.row.id)
    if session.scalar(select(exists().where(others))):
        yield wrong(N_("尚有办理中的案件：请先办结或者转出，或者改办“合并党组织”并写明并入哪个党组织"))


def registered(scene: Scene, act: Act) -> Iterator[Finding]:
    """The number is free; whoever may be the same person is named by number, to be looked at."""
    form: Any = act.form
    if scene.work.session.get(Person, form.person) is not None:
        yield wrong(N_("编号 %(person)s 已有人员"), person=form.person)
    same = select(Person.id, Person.born_on).where(Person.name == form.name).order_by(Person.id)
    days = (None, form.known("born_on"))
    alike = [person for person, born in scene.work.session.execute(same) if None in (born, days[1]) or born in days]
    if alike:
        people = "、".join(map(str, alike[:MOST_NAMED]))
        yield wrong(ALIKE, severity=Severity.NOTE, count=len(alike), people=people)


def person_known(scene: Scene, act: Act) -> Iterator[Finding]:
    """Every person named exists."""
    form: Any = act.form
    for person in filter(None, (form.known("person"), form.known("relative"))):
        if scene.work.session.get(Person, person) is None:
            yield missing(NO_PERSON, person=person)


def restored(scene: Scene, act: Act) -> Iterator[Finding]:
    """A party probation runs."""
    form: Any = act.form
    running = running_probation(sanctions_of(scene.case.kept), form.person)
    if running is None or running[2] > act.on:
        yield missing(N_("本组织没有登记此人的留党察看处分：请先“登记处分”"))


def post_proposed(scene: Scene, act: Act) -> Iterator[Finding]:
    """The person exists and does not hold the post, nor one that does not go with it; nobody proposes himself."""
    form: Any = act.form
    yield from person_known(scene, act)
    _not_oneself(scene, form.person)
    if any(
        key[:2] == (form.person, form.post) and last == (None,) for key, last in held_posts(scene.case.kept).items()
    ):
        yield wrong(N_("此人已担任此职务"))
    yield from may_be_given(scene.work.session, form.person, form.post, form.from_on)


def post_granted(scene: Scene, act: Act) -> Iterator[Finding]:
    """The proposal waits, the post still goes with what the person holds, and another one than the proposer confirms it."""
    form: Any = act.form
    proposal = proposals(scene.case.kept).get(form.proposal)
    if proposal is None:
        yield missing(N_("第 %(number)s 条不是提议任职的记录"), number=form.proposal)
        return
    if proposal.granted:
        yield wrong(N_("第 %(number)s 条提议已经确认"), number=form.proposal)
    _not_oneself(scene, proposal.form.person)
    yield from may_be_given(scene.work.session, proposal.form.person, proposal.form.post, proposal.form.from_on)
    if scene.acting.person_id is not None and scene.acting.person_id == proposal.by:
        raise NotInOffice(N_("提议人不能确认自己的提议：请由另一人确认"))


def _not_oneself(scene: Scene, person: int) -> None:
    if scene.acting.person_id == person:
        raise NotInOffice(N_("本人不能办理自己的任职：请由他人办理"))


def post_ended(scene: Scene, act: Act) -> Iterator[Finding]:
    """The person holds the post on the day; a post apart is ended by the security administrator only."""
    form: Any = act.form
    if form.post in APART and scene.acting.office not in (None, SECURITY):
        raise NotInOffice(ENDED_BY_SECURITY, post=POSTS[form.post])
    held = held_posts(scene.case.kept).items()
    if not any(key[:2] == (form.person, form.post) and key[2] <= act.on and last == (None,) for key, last in held):
        yield missing(N_("此人在 %(on)s 没有担任此职务"), on=act.on)


def account_opened(scene: Scene, act: Act) -> Iterator[Finding]:
    """One account a person, one person a login."""
    form: Any = act.form
    yield from person_known(scene, act)
    session = scene.work.session
    held = session.scalars(select(Account).where(Account.person_id == form.person)).first()
    if held is not None and (held.active or not _opened_here(scene, form.person)):
        yield wrong(N_("此人已有账号：一人一个账号"))
    other = account_of(session, form.login)
    if other is not None and other.person_id != form.person:
        yield wrong(N_("登录名 %(login)s 已被使用：请另选"), login=form.login)


def account_closed(scene: Scene, act: Act) -> Iterator[Finding]:
    """The account was opened in this case."""
    form: Any = act.form
    if not _opened_here(scene, form.person):
        yield missing(N_("本组织没有为此人开立账号"))


def _opened_here(scene: Scene, person: int) -> bool:
    takings = scene.dossier.takings.get("open_account", ())
    return any(taking.form.person == person for taking in takings)


def at_root(scene: Scene, act: Act) -> Iterator[Finding]:
    """Settings hold for the whole installation, so the root keeps them."""
    if not is_root(scene.row):
        yield wrong(N_("此项设置适用于全系统，只能在根组织办理"))


def office_table_changed(scene: Scene, act: Act) -> Iterator[Finding]:
    """The root keeps the table, and a post apart gets no office by it."""
    form: Any = act.form
    yield from at_root(scene, act)
    yield from no_office_apart(form.post, form.allowed)


OF_THE_ROOT = (at_root, office_table_changed)
"""The questions that only the root's journal answers."""
