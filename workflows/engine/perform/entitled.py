"""Who may change what stands in a case: the office of a step or the superior's, on the version that was seen."""

from collections.abc import Sequence
from datetime import datetime

from models.work import Work

from ..declare import Step, Workflow
from ..errors import Changed, NotInOffice
from ..findings import N_
from ..offices import Acting, Actor, HeldPost, in_office, own_posts
from .act import not_himself
from .scene import Scene

NO_POST = N_("当前职务不在本案的党组织或者其上级：请换用有关职务")


def as_seen(work: Work, flow: Workflow, case: int, actor: Actor, seen: int, at: datetime) -> Scene:
    """The case as it stands, for somebody in its line who has seen that version of it; raises NotFound and Changed."""
    scene = Scene(work, flow, case, at)
    _posts(scene, actor)
    if seen != scene.row.version:
        scene.shelve()
        raise Changed(N_("案件已被他人更新（第 %(version)s 版）：请刷新后再办理"), version=scene.row.version)
    return scene


def office_for(scene: Scene, actor: Actor, step: Step, only: Sequence[str] = ()) -> Acting:
    """The actor's post in the office of the step, or in the superior's, or in one of those that `only` may do it.

    Raises NotInOffice, for the person himself too.
    """
    offices = changing(scene.flow, step, only)
    table = scene.known.offices(scene.store, scene.today)
    held = scene.known.posts(scene.store, actor.person_id, scene.today)
    posts, titles = _posts(scene, actor), scene.flow.offices
    acting = in_office(posts, offices, step.title, scene.line, table, actor.person_id, titles, held)
    not_himself(scene, actor)
    return acting


def office_for_all(scene: Scene, actor: Actor, steps: Sequence[Step], confirming: bool = False) -> Acting:
    """The actor's post in the office of each of the steps, one at least, or in the superior's; `confirming`, in those that
    confirm what is changed of them. Raises NotInOffice."""
    acting, *_ = [office_for(scene, actor, step, step.confirmed_by if confirming else ()) for step in steps]
    return acting


def as_maker(scene: Scene, actor: Actor) -> Acting:
    """The actor's first post for the case, in no office: who made something takes it back. Raises NotInOffice."""
    posts = _posts(scene, actor)
    not_himself(scene, actor)
    if not posts:
        raise NotInOffice(NO_POST)
    return Acting(actor.person_id, posts[0].post, None, posts[0].organisation_id, posts[0].path)


def changing(flow: Workflow, step: Step, only: Sequence[str] = ()) -> tuple[str, ...]:
    """The offices that may change what a step recorded: its own and the superior's, or `only` these."""
    return tuple(only) or tuple(dict.fromkeys((*step.by, *flow.above)))


def _posts(scene: Scene, actor: Actor) -> list[HeldPost]:
    """The actor's posts in or above the case's organisation; raises NotFound when there is none."""
    return own_posts(scene.known.posts(scene.store, actor.person_id, scene.today), actor, scene.row.path)
