"""For which steps of a case the person signed in may record, so that a page offers only those; the click asks again."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from sqlalchemy import select

from models.offices import OfficePost
from models.organisations import OrganisationState, above
from models.posts import POSTS
from web.pages.found import Seen
from web.pages.language import said
from web.pages.receiving import receiver
from web.pages.request import actor, me, reading, today
from workflows.engine.declare import Step, Workflow
from workflows.engine.errors import WorkflowError
from workflows.engine.findings import N_
from workflows.engine.offices import FIXED, HeldPost, Place, in_office, organisation_of, own_posts
from workflows.engine.perform.entitled import changing

BY = N_("%(place)s（%(posts)s）")


class Offices:
    """The line of organisations from a place up today and the table of offices, asked once a page."""

    def __init__(self, flow: Workflow, place: OrganisationState | None, path: str) -> None:
        self.flow, self.place, self.path = flow, place, place.path if place else path

    @cached_property
    def states(self) -> Sequence[OrganisationState]:
        """The organisation and those above it, as they are today."""
        return [self.place, *above(reading(), self.place, today())] if self.place else []

    @cached_property
    def line(self) -> Sequence[Place]:
        """The same, as offices are judged."""
        return [
            Place(each.organisation_id, each.kind, each.approval_power, each.has_committee, each.has_groups)
            for each in self.states
        ]

    @cached_property
    def table(self) -> set[tuple[str, str, str]]:
        """Which posts may record for which office."""
        rows = select(OfficePost.office, OfficePost.post, OfficePost.organisation_kind)
        return {tuple(row) for row in reading().execute(rows.where(OfficePost.holds_on(today())))}

    def may(self, step: Step) -> bool:
        """Whether the post one acts by may record the step."""
        held = [HeldPost(post.id, post.post, post.organisation_id, post.path) for post in me().posts]
        try:
            posts = own_posts(held, actor(), self.path)
            in_office(posts, step.by, step.title, self.line, self.table, me().person_id, self.flow.offices, held)
        except WorkflowError:
            return False
        return True

    def takers(self, *steps: Step) -> str:
        """The organisations that take the steps, each with the posts that may record all of them."""
        first, *others = ([self._taker(str(office)) for office in step.by] for step in steps)
        return "、".join(each for each in dict.fromkeys(first) if each and all(each in other for other in others))

    def _taker(self, office: str) -> str:
        if office in FIXED:
            return said(self.flow.offices[office])
        place = organisation_of(office, self.line, self.table)
        if place is None:
            return said(self.flow.offices[office])
        name = next(each.name for each in self.states if each.organisation_id == place.organisation_id)
        posts = [post for post in POSTS if (office, post, place.kind) in self.table]
        return said(BY, place=name, posts="、".join(said(POSTS[post]) for post in posts))


class Recording(Offices):
    """The offices of a case. `place` is where a step is judged when that is not the organisation that holds the case."""

    def __init__(self, seen: Seen, place: OrganisationState | None = None) -> None:
        super().__init__(seen.flow, place or seen.place, seen.row.path)
        self.seen = seen

    def of(self, step: Step) -> Offices:
        """As the step is judged: one that receives a case by the organisation it was handed over to."""
        state = receiver(self.seen.dossier) if step.moves_from else None
        return Recording(self.seen, state) if state else self

    def may(self, step: Step) -> bool:
        """Whether the post one acts by may record the step; nobody records his own case."""
        himself = self.seen.row.subject_kind == "person" and self.seen.row.subject_id == me().person_id
        return not himself and Offices.may(self.of(step), step)

    def takers(self, *steps: Step) -> str:
        """The organisations that take the steps, each with the posts that may record all of them."""
        return Offices.takers(self.of(steps[0]), *steps)

    def changing(self, step: Step, only: Sequence[str] = ()) -> Step:
        """The step as somebody changes what it recorded: by its own office or the superior's, or `only` these."""
        return replace(step, by=changing(self.flow, step, only), moves_from=None)
