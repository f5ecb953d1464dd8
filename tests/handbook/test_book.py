"""The handbook holds every article a table cites and every rule, and says why an article has none."""

import pytest

from workflows import NAMES, flow
from workflows.engine.declare import Need
from workflows.engine.guards import Guard
from workflows.handbook import sentence
from workflows.handbook.silent import REASONS, UNKNOWN, silent
from workflows.rules import readings_on_file
from workflows.rules.load import EDITIONS, OVERLAYS, edition, overlay

FLOWS = [flow(name) for name in NAMES]
STEPS = [(each, step) for each in FLOWS for step in each]


def test_every_article_a_table_cites_is_there_and_names_the_step(bare):
    cited = {(each.edition, each.key) for _, step in STEPS for basis in step.bases for each in basis}
    assert len(cited) > 60
    assert [place for place in cited if bare.article(place).place != place] == []
    for flow_, step in STEPS:
        for each in step.basis:
            assert (flow_, step) in bare.article((each.edition, each.key)).steps


def test_every_article_on_file_is_there(bare):
    texts = [*map(edition, EDITIONS), *map(overlay, OVERLAYS)]
    assert {text.code for text in texts} == bare.texts.keys()
    assert [told.article.key for told in bare.articles("XZ26")] == list(edition("XZ26").articles)


def test_every_guard_window_and_need_appears_at_its_step(bare):
    for flow_, step in STEPS:
        own = {ruling.name for ruling in bare.step(flow_, step).rulings}
        guards = {guard.name for guard in step.guards if not guard.asks_only}
        assert own == guards | {window.name for window in step.windows} | {f"needs {need.step}" for need in step.needs}


def test_a_rule_stands_at_each_of_its_articles(bare):
    for ruling in bare.rulings:
        assert [place for place in ruling.places if ruling not in bare.article(place).rulings] == []
    assert all(ruling.places or not getattr(ruling.source, "basis", ()) for ruling in bare.rulings)


def test_every_rule_says_what_it_asks(bare):
    for ruling in bare.rulings:
        said = sentence(ruling)
        assert said and "%(" not in said, ruling.name
    (notice,) = [each for each in bare.rulings if each.name == "list_prospective:notice_workdays"]
    assert sentence(notice).startswith("公示未满 5 个工作日：自 〔某日〕 起公示")
    assert notice.kind == "window"
    kinds = {each.kind: type(each.source) for each in bare.rulings}
    assert kinds["need"] is Need and kinds["guard"] is Guard


def test_every_article_without_a_rule_says_why_and_no_other_does(bare):
    without = {told.place for told in bare.unruled if not told.edition.overlay}
    assert without == silent().keys()
    assert {told.silent for told in bare.unruled} <= {*REASONS.values()}
    assert UNKNOWN not in {told.silent for told in bare.unruled}
    assert bare.article(("XZ26", "13")).silent == ""
    assert bare.article(("XZ26", "10")).silent == REASONS["unseen"]


@pytest.mark.parametrize(
    "new, old",
    [
        (("XZ26", "13"), ("XZ14", "13")),
        (("XZ26", "18"), ("XZ14", "19")),
        (("XZ26", "21"), ("XZ14", "22")),
        (("XZ26", "36"), ("XZ14", "37")),
        (("XZ26", "6"), ("XZ14", "6")),
        (("XJ20", "13"), ("XJ90", "E-24")),
        (("XJ20", "E-33"), ("XJ90", "E-33")),
    ],
)
def test_editions_stand_side_by_side(bare, new, old):
    for one, other in ((new, old), (old, new)):
        edition_, article = bare.article(one).against
        assert (edition_.code, article.key) == other


def test_an_article_answers_to_one_other_at_most(bare):
    pairs = bare.counterparts
    assert all(pairs[pairs[place]] == place for place in pairs)
    assert bare.article(("XZ26", "40")).against is None
    assert bare.article(("DZ", "5")).against is None
    assert len([place for place in pairs if place[0] == "XZ14"]) == len(edition("XZ14").articles)


def test_readings_and_items_in_force_stand_at_their_article(bare):
    told = bare.article(("XZ26", "13"))
    assert {reading.key for reading in told.readings} == {
        reading.key for reading in readings_on_file().values() if "XZ26 13" in reading.articles
    }
    assert ("EX", "L-5") in {(text.code, item.key) for text, item in told.items}
    assert bare.article(("XZ26", "24")).items == []


def test_a_reading_of_a_whole_text_stands_at_its_articles_without_a_number(bare):
    whole = {reading.key for reading in readings_on_file().values() if "XJ20" in reading.articles}
    assert whole
    assert whole <= {reading.key for reading in bare.article(("XJ20", "E-42")).readings}
    assert not whole & {reading.key for reading in bare.article(("XJ20", "23")).readings}


def test_an_overlays_item_that_repeats_a_number_shows_the_rule_that_reads_it(bare):
    assert "list_prospective:notice_workdays" in {each.name for each in bare.article(("EX", "L-5")).rulings}


def test_without_a_run_nothing_is_shown_and_everything_is_uncovered(bare):
    assert len(bare.uncovered) == len(bare.rulings)
    assert len(bare.unshown) == len(STEPS)
    assert bare.unheaded == []


def test_a_rule_is_covered_when_passed_scenarios_show_both_sides(shown):
    by_name = {each.ruling.name: each for each in map(shown.shown, shown.rulings)}
    notice = by_name["list_prospective:notice_workdays"]
    assert notice.lacks == frozenset() and len(notice.scenarios) == 2
    assert notice.count("failed") == 1
    assert by_name["consent_before_notice"].lacks == {"finds", "silent"}
    assert notice.ruling not in [each.ruling for each in shown.uncovered]


def test_scenarios_stand_at_their_article_and_step(shown):
    assert len(shown.article(("XZ26", "13")).scenarios) == 2
    assert shown.article(("XZ14", "13")).scenarios == []
    membership = FLOWS[0]
    assert len(shown.step(membership, membership["list_prospective"]).scenarios) == 2
    assert (membership, membership["list_prospective"]) not in shown.unshown
