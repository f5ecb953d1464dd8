"""After a merger, on both databases: what exports hold of cases that were moved, and what an erasure takes from them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from models.databases import Database
from models.journal import Entry, EntryText
from tests.live.test_log import begin
from tests.office.conftest import AT, day, made  # noqa: F401 (a fixture among them)
from tests.office.merger import FLOW, MERGED_ON, Merger
from web.commands.audit_verify import findings
from web.erasing import given_out
from workflows import flow
from workflows.engine.intake import read_paper
from workflows.engine.offices import Actor
from workflows.engine.perform import perform
from workflows.engine.perform.history import record_history
from workflows.engine.perform.second import confirm, propose
from workflows.membership.sample import lawful
from workflows.rules import law_book

from .test_audit_export import YEAR, entries, exported, key, named, verified, whole  # noqa: F401 (a fixture among them)
from .test_commands import run

DECISION = {"number": "示例〔2026〕9号", "on": "2026-06-14", "reason": "本人申请。"}
OFFICE = flow("office")
SETTINGS = {"has_committee": False, "has_groups": False, "general_branch": False}


class Merged(Merger):
    """A branch with a case of its own staff, merged into another whose staff erase later. What is done is committed."""

    def __init__(self, database: Database, url: str) -> None:
        self.database, self.url = database, url
        with self.database.work() as work:
            super().__init__(work)
            self.furnish()
            work.commit()

    @contextmanager
    def working(self) -> Iterator[None]:
        """A transaction of its own: the commands write as well."""
        with self.database.work() as self.work:
            yield
            self.work.commit()

    def furnish(self) -> None:
        self.posts = [
            self.staff(name, place, post)
            for name, place, post in (
                ("王芳", self.branch, "secretary"),
                ("郑洁", self.other_branch, "secretary"),
                ("孙丽", self.other_branch, "deputy"),
            )
        ]
        self.moved = self.written_down("欧阳雪", self.branch, self.posts[0])
        self.stayed = self.written_down("李明", self.other_branch, self.posts[1])

    def staff(self, name: str, place: int, post: str) -> Actor:
        person = self.person(name)
        self.granted(place, person, post, from_on="2026-06-01")
        return Actor(person)

    def written_down(self, name: str, place: int, by: Actor) -> int:
        """A case recorded by the branch's own secretary, with names in it."""
        told = lawful("talk", day("2026-06-05"), law_book().calendar, **SETTINGS)
        paper = read_paper(FLOW, told, date(2099, 12, 31))
        return record_history(self.work, FLOW, self.person(name), place, paper, by, AT)[0].case_id

    def go_together(self) -> None:
        """The branch is merged."""
        values = {"on": MERGED_ON, "into": self.other_branch, "number": "示组〔2026〕7号"}
        with self.working():
            row = self.case(self.branch)
            perform(self.work, OFFICE, row.id, "merge_organisation", values, self.one, row.version, AT, confirmed=True)

    def erase(self, case: int, **form) -> int:
        """Erased by the two of the receiving branch; answers the number of the proposal."""
        _, one, other = self.posts
        with self.working():
            proposal = propose(self.work, FLOW, case, "erase", {**DECISION, **form}, one, self.row(case).version, AT)
            confirm(self.work, FLOW, case, proposal.number, other, self.row(case).version, AT)
        return proposal.number

    def sound(self) -> None:
        """Nothing is to be mended, and everything proves."""
        with self.working():
            assert self.every_difference() == [] and self.rebuilt() == []
        assert [str(each) for each in findings(self.database, self.url, [], [])] == []

    def numbers(self, case: int) -> list[int]:
        rows = select(Entry.number).where(Entry.case_id == case).order_by(Entry.number)
        with self.database.read() as session:
            return list(session.scalars(rows))

    def texts(self, case: int) -> dict[tuple[int, str], str]:
        rows = select(Entry.number, EntryText.field, EntryText.text).join(EntryText, EntryText.entry_id == Entry.id)
        with self.database.read() as session:
            return {(number, name): text for number, name, text in session.execute(rows.where(Entry.case_id == case))}


@pytest.fixture
def merged(made, database, key) -> Merged:  # noqa: F811
    begin(SimpleNamespace(database=made))
    return Merged(made, database.owner_url)


def of(folder, case: int) -> list[int]:
    return [number for one, number in named(folder) if one == case]


def test_of_a_moved_case_the_new_branch_has_everything_and_the_old_one_what_it_recorded(merged, tmp_path):
    url, before = merged.url, merged.numbers(merged.moved)
    merged.go_together()
    after = merged.numbers(merged.moved)
    assert len(after) == len(before) + 1
    held = {}
    for name, place in (("old", merged.branch), ("new", merged.other_branch), ("above", merged.committee)):
        exported(url, tmp_path / name, str(place), *YEAR)
        assert verified(tmp_path / name) == (0, ["结论：全部符合"]), name
        held[name] = (of(tmp_path / name, merged.moved), bool(of(tmp_path / name, merged.stayed)))
    assert held == {"old": (before, False), "new": (after, True), "above": (after, True)}
    assert "李明" not in whole(tmp_path / "old") and "欧阳雪" in whole(tmp_path / "new")
    merged.sound()


def test_what_was_recorded_before_the_merger_is_erased_after_it(merged, tmp_path):
    url = merged.url
    exported(url, tmp_path / "before", str(merged.branch), *YEAR)
    merged.go_together()
    names = {text for (_, field), text in merged.texts(merged.moved).items() if field.startswith("talkers.")}
    assert names and all(name in whole(tmp_path / "before") for name in names)
    number = merged.erase(merged.moved)
    assert set(merged.texts(merged.moved)) == {(number, "reason")}
    for name, place in (("old", merged.branch), ("new", merged.other_branch), ("above", merged.committee)):
        exported(url, tmp_path / name, str(place), *YEAR)
        code, told = verified(tmp_path / name)
        assert code == 0 and told[-1] == "结论：全部符合"
        gaps = [line for line in told if "的原文没有附上（据以删除的记录：" in line]
        assert len(gaps) == len(told) - 1 >= len(names), told
        lost = [row["texts"] for row in entries(tmp_path / name) if json.loads(row["sealed"])[:2] == [merged.moved, 2]]
        assert lost == [{}]
    merged.sound()


def test_what_the_old_branch_gave_out_is_told_of_a_case_that_was_moved(merged, tmp_path):
    exported(merged.url, tmp_path / "before", str(merged.branch), *YEAR)
    merged.go_together()
    merged.erase(merged.moved)
    merged.erase(merged.stayed)
    with merged.database.read() as session:
        assert [each.what for each in given_out(session, merged.moved)] == ["audit_export"]
        assert list(given_out(session, merged.stayed)) == []


def test_an_organisation_that_is_there_no_more_is_found_by_its_number_or_its_name(merged, tmp_path):
    merged.go_together()
    for number, given in enumerate((str(merged.branch), "示例第一支部")):
        exported(merged.url, tmp_path / str(number), given, *YEAR)
        assert of(tmp_path / str(number), merged.moved) and not of(tmp_path / str(number), merged.stayed)
    assert "没有这个党组织" in exported(merged.url, tmp_path / "none", "示例第九支部", *YEAR, code=1)


@pytest.mark.parametrize(("on", "code"), [("2026-06-09", 0), (MERGED_ON, 1)])
def test_a_pack_of_it_is_as_of_a_day_on_which_it_was_there(merged, tmp_path, on, code):
    merged.go_together()
    where = ("--org", str(merged.branch), "--on", on, "--database", merged.url)
    told = run("audit", "pack", str(tmp_path / "pack"), *where, *YEAR, code=code).output
    assert (f"{on} 没有这个党组织" in told) is bool(code)
    if not code:
        assert verified(tmp_path / "pack" / "全程纪实导出") == (0, ["结论：全部符合"])
        assert "02-入党申请人名册：1" in told
