"""Records a paper dossier as history: every act one entry, judged and never refused, all of a case in one go."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from models.work import Work

from ..cases import fold
from ..check import in_order
from ..declare import Workflow
from ..dossier import Act, Dossier
from ..errors import NotInOffice, OutOfTurn
from ..findings import N_, Finding
from ..intake import Paper
from ..journal import canonical, iso, split
from ..judge import before_all_editions, governed, judge
from ..law import Law
from ..offices import ADMINISTRATION, APART, FIXED, Acting, Actor, HeldPost, apart_among, own_posts
from .act import not_himself
from .opening import new_case
from .scene import Line, Scene, Written, content_of, standing
from .store import Store

NO_HISTORY = N_("%(post)s任职期间不登记历史档案：请由其他人登记")


def record_history(
    work: Work, flow: Workflow, subject_id: int, organisation_id: int, paper: Paper, actor: Actor, at: datetime
) -> list[Written]:
    """Opens a case and records the acts of `paper` in it, by day, with what was found of each.

    Any post in or above the organisation may record history; raises NotFound for others, and OutOfTurn when the
    subject has an open case or the same dossier was recorded before.
    """
    store, digest = Store(work), digest_of(paper)
    before = store.imported(flow.name, subject_id, digest)
    if before is not None:
        raise OutOfTurn(N_("这份档案已经导入过（案件 %(case)s）：不再重复导入"), case=before)
    scene = Scene(work, flow, new_case(store, flow, subject_id, organisation_id, at), at)
    scene.acting = recording(scene, actor)
    written = _record(scene, paper, digest)
    scene.case = fold(flow, scene.case.kept, scene.laws)
    scene.project()
    if written:
        scene.bring_all_effects(written[-1].id)
    return written


def digest_of(paper: Paper) -> str:
    """Names the content of a dossier: the same acts and settings give the same name."""
    acts = sorted(([act.step.name, iso(act.on), *split(act.form)] for act in paper.acts if act.form), key=str)
    return hashlib.sha256(canonical([split(paper.setting), acts])).hexdigest()


def recording(scene: Scene, actor: Actor) -> Acting:
    """The first post in or above the case's organisation; no office decides anew what is only written down."""
    held = _first_post(scene, actor)
    not_himself(scene, actor)
    return Acting(actor.person_id, held.post, None, held.organisation_id, held.path)


def _first_post(scene: Scene, actor: Actor) -> HeldPost:
    """The post chosen, or the oldest one; raises NotInOffice where the chosen one is none of his in the line, and for
    whoever keeps apart from business. A system administrator may take paper over: it is written down, not decided anew.
    """
    held = scene.known.posts(scene.store, actor.person_id, scene.today)
    posts = own_posts(held, actor, scene.row.path)
    apart = [post for post in apart_among(each.post for each in held) if post != FIXED[ADMINISTRATION]]
    if apart:
        raise NotInOffice(NO_HISTORY, post=APART[apart[0]])
    if not posts:
        raise NotInOffice(N_("所选职务不在这个党组织或其上级：不能登记"))
    return posts[0]


def _record(scene: Scene, paper: Paper, digest: str) -> list[Written]:
    dossier = scene.dossier
    place = {"begun_in": scene.row.organisation_id} if scene.row.subject_kind == "person" else {}
    dossier.setting = scene.flow.setting.restore({**paper.setting.__dict__, **place})
    first = {name: value for name, value in dossier.setting.__dict__.items() if value is not None}
    written: list[Written] = []
    for act in in_order(dossier, paper.acts, scene.laws):
        if not written:
            act.setting = {**first, **(act.setting or {})}
        law, stage = scene.laws.on(act.on), dossier.stage
        dossier.settle(act)
        findings = found(dossier, act, law)
        outcome = dossier.take(act, law)
        content, texts = content_of(act)
        if not written:
            content["digest"] = digest
        kept = standing(scene, act, content, texts)
        scene.case.kept.append(kept)
        scene.keep(kept)
        line = Line("import", act.step, iso(act.on), content, texts, findings, law, stage, outcome, mode="history")
        written.append(scene.append(line))
    return written


def found(dossier: Dossier, act: Act, law: Law) -> Sequence[Finding]:
    """What is found of an act of the past; before the first edition held, one note."""
    return judge(dossier, act, law) if governed(dossier, law) else [before_all_editions(dossier, act, law)]
