"""Lines follow the journal, each once; a search finds what is in sight by one filter, by several, and says when it stops."""

from datetime import date, timedelta
from itertools import product

import pytest

from models import line_search
from models.line_filters import Wanted
from models.line_search import page
from models.sight import sight_of
from tests.live.town import Town, moment
from workflows.engine.errors import WorkflowError
from workflows.engine.perform.lining import follow_lines, lines_behind

DAY = date(2026, 11, 2)


def followed(town: Town, most: int = 2000) -> int:
    """Brings every line, so many entries at once; answers in how many batches."""
    count, more = 0, True
    while more:
        with town.database.work() as work:
            more = follow_lines(work.session, most)
            work.commit()
        count += 1
    return count


def found(town: Town, place: str = "县委组织部", after=None, size: int = 100, **wanted):
    with town.database.read() as session:
        sight = sight_of(session, [town.paths[place]], DAY)
        return page(session, sight, Wanted(**wanted), after, size)


def told(answer) -> list[tuple[int, int, str]]:
    return [(line.case_id, line.number, line.step) for line in answer.lines]


def everything(town: Town, size: int, place: str = "县委组织部", **wanted) -> list[tuple[int, int, str]]:
    """All pages of a question."""
    rows, after = [], None
    while True:
        answer = found(town, place, after, size, **wanted)
        rows += told(answer)
        if answer.after is None:
            return rows
        after = answer.after


@pytest.fixture
def journal(town):
    """Three branches with a case each; one act recorded long after, and a refusal."""
    cases = {}
    for place in ("一支部", "二支部", "三支部"):
        cases[place] = town.open("2026-06-01", place, subject=town.person(f"李{place[0]}")).case_id
    town.take(cases["一支部"], "talk", "2026-07-20", talkers=[{"name": "周敏"}], at=moment("2026-09-01"))
    with pytest.raises(WorkflowError):
        town.take(cases["二支部"], "decide_activist", "2026-06-02", recommended_by=["members"])
    followed(town)
    return town, cases


def test_every_entry_has_one_line_however_it_comes(town):
    for number in range(5):
        town.open("2026-06-01", subject=town.person(f"李{number}"))
    with town.database.read() as session:
        assert lines_behind(session)
    assert followed(town, 2) >= 3
    with town.database.read() as session:
        assert not lines_behind(session)
    entries = town.ask("SELECT id FROM entry ORDER BY id")
    assert town.ask("SELECT entry_id AS id FROM journal_line ORDER BY entry_id") == entries
    town.open("2026-06-01", subject=town.person("李六"))
    followed(town)
    followed(town)
    assert len(town.ask("SELECT entry_id FROM journal_line")) == 6


def test_a_line_says_who_when_and_how_late(journal):
    town, cases = journal
    (line,) = found(town, step="talk").lines
    assert (line.case_id, line.number, line.kind, line.workflow) == (cases["一支部"], 2, "act", "membership")
    assert (line.person_id, line.office) == (town.people["王芳"], "branch")
    assert (line.act_on, line.recorded_on, line.gap) == (date(2026, 7, 20), date(2026, 9, 1), 43)


def test_history_has_no_gap(town):
    town.build("talk", "2026-06-01")
    followed(town)
    assert {line.gap for line in found(town).lines} == {None}


FILTERS = {
    "person": lambda town: {"person": town.people["郑洁"]},
    "office": lambda town: {"office": "branch"},
    "step": lambda town: {"step": "apply"},
    "kind": lambda town: {"kind": "refusal"},
    "code": lambda town: {"code": "G02"},
    "severity": lambda town: {"severity": "block"},
    "article": lambda town: {"article": "XZ26/7"},
    "gap": lambda town: {"gap": 1},
    "act": lambda town: {"act_from": date(2026, 6, 2), "act_until": date(2026, 7, 20)},
    "recorded": lambda town: {"recorded_from": date(2026, 6, 2)},
    "nothing": lambda town: {},
}


PLACES = ("县委组织部", "镇党委", "一支部", "二支部", "总支")


def test_a_filter_finds_in_a_subtree_what_a_look_at_every_line_finds(journal):
    town, _ = journal
    rows = [(line, path_of(town, line)) for line in found(town).lines]
    for (name, asked), place in product(FILTERS.items(), PLACES):
        wanted = asked(town)
        inside = [line for line, path in rows if path.startswith(town.paths[place])]
        with town.database.read() as session:
            held = list(line_search.matching(session, inside, Wanted(**wanted)))
        expected = sorted((each.case_id, each.number, each.step) for each in held)
        assert sorted(told(found(town, place, **wanted))) == expected, (name, place)
        assert sorted(everything(town, 1, place, **wanted)) == expected, (name, place)


def path_of(town: Town, line) -> str:
    return town.row(line.case_id)["path"]


def test_the_filters_find_what_they_are_for(journal):
    """The test above compares two ways; here stands what comes out."""
    town, cases = journal
    first, second = cases["一支部"], cases["二支部"]
    assert told(found(town, gap=43)) == [(first, 2, "talk")]
    assert told(found(town, gap=44)) == []
    assert told(found(town, kind="refusal")) == [(second, 2, "decide_activist")]
    assert told(found(town, "一支部", kind="refusal")) == []
    assert told(found(town, severity="block")) == [(second, 2, "decide_activist")]
    assert [row[0] for row in told(found(town, code="G02"))] == [first]
    assert told(found(town, act_from=date(2026, 7, 20))) == [(first, 2, "talk")]
    assert told(found(town, act_from=date(2026, 7, 21))) == []
    assert len(told(found(town, act_until=date(2026, 6, 1)))) == 3
    assert told(found(town, act_until=date(2026, 5, 31))) == []


def test_findings_are_asked_of_one_and_the_same(journal):
    town, cases = journal
    assert told(found(town, code="G02", severity="irregular")) == [(cases["一支部"], 2, "talk")]
    assert told(found(town, code="G02", severity="block")) == []


@pytest.mark.parametrize("lead, other", [("step", {"kind": "refusal"}), ("office", {"gap": 43})])
def test_several_filters_read_a_bounded_number_of_rows_and_go_on(journal, monkeypatch, lead, other):
    town, _ = journal
    wanted = {**FILTERS[lead](town), **other}
    expected = told(found(town, **wanted))
    monkeypatch.setattr(line_search, "SCANNED", 1)
    first = found(town, **wanted)
    assert (first.bounded, len(first.lines) <= 1) == (True, True)
    assert everything(town, 25, **wanted) == expected


def test_a_case_that_went_over_is_found_where_it_is(town):
    case = town.build("fill_form", "2026-06-01")
    followed(town)
    before = len(found(town, "一支部").lines)
    town.take(case, "hand_over", "2026-06-10", to="二支部", organisation=town.places["二支部"])
    town.take(case, "receive", "2026-06-11", "郑洁", **{"from": "一支部", "examined": True})
    followed(town)
    assert (len(found(town, "一支部").lines), len(found(town, "二支部").lines)) == (0, before + 2)
    codes = {line.entry_id for line in found(town, "一支部", severity="note").lines}
    assert codes == set()


def test_nobody_sees_what_is_not_in_sight(journal):
    town, _ = journal
    with town.database.read() as session:
        assert page(session, sight_of(session, [], DAY), Wanted(), None, 9).lines == []


def test_days_are_the_installations(town):
    town.open("2026-06-01", at=moment("2026-06-02", 0) - timedelta(minutes=1))
    followed(town)
    assert [line.recorded_on for line in found(town).lines] == [date(2026, 6, 1)]
