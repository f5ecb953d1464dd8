"""The law of elections as data: days in force, what was not read, limits, practice, and readings that somebody reads."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from workflows.rules import RQ18, SJ, XJ20, XJ90, ZB18, Loosened, law_book, readings_on_file
from workflows.rules.load import edition, limits_on_file

ROOT = Path(__file__).parents[2]
ONE_DAY = timedelta(days=1)
LAWS = law_book()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        (XJ90, date(1990, 6, 27), date(2020, 7, 12)),
        (XJ20, date(2020, 7, 13), None),
        (RQ18, date(2018, 7, 12), None),
        (ZB18, date(2018, 10, 28), None),
    ],
    ids=lambda value: getattr(value, "code", str(value)),
)
def test_days_in_force(text, first, last):
    assert (text.holds_on(first), text.holds_on(first - ONE_DAY)) == (True, False)
    assert text.holds_on(last or date(2099, 1, 1))
    assert last is None or not text.holds_on(last + ONE_DAY)


def test_one_edition_of_the_election_rules_on_every_day():
    assert XJ20.replaces == XJ90.code
    for day in (date(1990, 6, 27), date(2020, 7, 12), date(2020, 7, 13), date(2026, 9, 12)):
        assert len({"XJ90", "XJ20"} & LAWS.on(day).codes) == 1
    assert not {"XJ90", "XJ20"} & LAWS.on(date(1990, 6, 26)).codes


def test_articles_that_were_not_read_have_no_number():
    read = {*range(1, 15), *range(20, 26)}
    assert {article.number for article in XJ20.articles.values()} - {None} <= read
    assert {article.number for article in XJ90.articles.values()} == {14, None}
    assert {article.number for article in RQ18.articles.values()} == {None}
    for text in (XJ20, XJ90, RQ18):
        unread = [article for article in text.articles.values() if article.number is None]
        assert unread and all(article.status != "verified" for article in unread)


@pytest.mark.parametrize(
    ("name", "value", "cited"),
    [
        ("candidates_over_percent", 20, ("XJ20", 13)),
        ("delegates_over_percent", 20, ("XJ20", 9)),
        ("extension_months", 12, ("XJ20", 3)),
        ("reminder_months", 6, ("ZB18", 21)),
        ("congress_members_count", 500, ("XJ20", 4)),
        ("delegates_usual_min_count", 100, ("XJ20", 7)),
        ("delegates_usual_max_count", 200, ("XJ20", 7)),
        ("delegates_max_count", 300, ("XJ20", 7)),
        ("committee_from_count", 7, ("ZB18", 20)),
        ("committee_min_count", 3, ("ZB18", 20)),
        ("committee_usual_max_count", 5, ("ZB18", 20)),
        ("committee_max_count", 7, ("ZB18", 20)),
        ("branch_min_count", 3, ("ZB18", 4)),
        ("branch_max_count", 50, ("ZB18", 4)),
        ("secretary_standing_years", 1, ("ZB18", 23)),
        ("branch_term_years", 3, ("ZB18", 21)),
        ("village_term_years", 5, ("ZB18", 21)),
        ("general_branch_term_years", 3, ("RQ18", None)),
        ("committee_term_years", 5, ("RQ18", None)),
        ("standing_over_min_count", 1, ("XJ20", None)),
        ("standing_over_max_count", 2, ("XJ20", None)),
        ("quorum_numerator_count", 4, ("XJ20", None)),
        ("quorum_denominator_count", 5, ("XJ20", None)),
        ("quorum_surplus_count", 0, ("XJ20", None)),
        ("congress_request_days", 120, ("SJ", None)),
        ("meeting_request_days", 60, ("SJ", None)),
        ("congress_persons_days", 60, ("SJ", None)),
        ("meeting_persons_days", 30, ("SJ", None)),
        ("reminder_days", 180, ("SJ", None)),
        ("report_days", 7, ("SJ", None)),
        ("acknowledgement_days", 15, ("SJ", None)),
        ("tie_votes_max_count", 1, ("SJ", None)),
        ("separate_elections_max_count", 2, ("SJ", None)),
        ("revealing_ballots_count", 3, ("SJ", None)),
    ],
)
def test_limits(name, value, cited):
    limit = LAWS.on(date(2026, 9, 12)).limits[name]
    assert (limit.value, tuple(limit.citation)) == (value, cited)


def test_practice_never_cites_an_article():
    """C-9"""
    assert {article.number for article in SJ.articles.values()} == {None}
    free = {name for name, limit in limits_on_file().items() if limit["tighter"] == "free"}
    assert free == {name for article in SJ.articles.values() for name in article.limits}


@pytest.mark.parametrize(
    ("limit", "allowed"),
    [
        ("meeting_request_days = 15", True),
        ("meeting_request_days = 90", True),
        ("separate_elections_max_count = 1", True),
        ("quorum_surplus_count = 1", True),
        ("quorum_numerator_count = 3", False),
        ("candidates_over_percent = 19", False),
        ("candidates_over_percent = 30", True),
        ("extension_months = 13", False),
        ("branch_term_years = 4", False),
    ],
)
def test_an_overlay_changes_practice_freely_and_only_tightens_the_texts(tmp_path, limit, allowed):
    path = tmp_path / "local.toml"
    content = 'code = "QX"\ntitle = "某县规定"\nfrom = 2016-01-01\n[item.Q-1]\ngist = "示例"\n[item.Q-1.limits]\n'
    path.write_text(content + limit + "\n", encoding="utf-8")
    if not allowed:
        with pytest.raises(Loosened):
            law_book(overlays=[path])
        return
    name, value = limit.split(" = ")
    assert law_book(overlays=[path]).on(date(2026, 9, 12))[name] == int(value)


def test_the_questions_on_elections_are_on_file():
    keys = {reading.key for reading in readings_on_file().values()}
    assert {f"C-{number}" for number in (4, 5, 6, 7, 8, 10, 13, 14, 30, 33, 34, 35, 38)} <= keys
    for reading in readings_on_file().values():
        assert reading.default in reading.options
        for cited in reading.articles:
            code, _, article = cited.partition(" ")
            assert not article or article in edition(code).articles, cited


CHOICES = [name for name, reading in readings_on_file().items() if len(reading.options) > 1]


@pytest.mark.parametrize("name", CHOICES)
def test_every_choice_is_read_somewhere(name):
    """A reading that can be chosen and that nothing reads would be decoration."""
    sources = [*(ROOT / "workflows").rglob("*.py"), *(ROOT / "web").rglob("*.py")]
    assert any(f'"{name}"' in path.read_text(encoding="utf-8") for path in sources)
