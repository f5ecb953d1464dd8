"""A review recorded late, corrected or voided: what the case page says of the reviews that had been recorded before."""

import re

import pytest

from workflows.rules import OVERLAYS, law_book


def page(site, case: int) -> str:
    shown = site.visitor("王芳").get(f"/membership/{case}").get_data(as_text=True)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))


def rung(site, case: int) -> str:
    """What stands on the page of the reviews of an activist."""
    shown = page(site, case)
    return shown[shown.index("6 培养教育考察") : shown.index("7 支部委员会讨论")]


@pytest.fixture
def case(site) -> int:
    """An activist of 2025-02-03 whose first review was recorded for 2025-12-10, four months late."""
    made = site.town.build("assign_contacts", "2025-02-03", given={})
    site.town.take(made, "review_activist", "2025-12-10", opinion="第一次考察。")
    return made


def test_without_a_review_before_it_no_last_time_is_spoken_of(site, case):
    said = rung(site, case)
    assert "起尚未考察" in said and "有不规范之处" in said
    assert [said[at.start() : at.start() + 14] for at in re.finditer("上次为", said)] == ["上次为 2025-12-10"], (
        "the next one"
    )


def test_a_review_of_a_day_between_takes_the_reproach_away_and_the_page_says_so(site, case):
    late = site.town.take(case, "review_activist", "2025-06-20", at=site.clock("2026-10-20"), opinion="补录的考察。")
    said = rung(site, case)
    assert "登记时指出：每 6 个月应当考察一次：自 2025-" in said
    assert f"第 {late.number} 条登记了更早的事项以后，不再成立" in said
    assert said.count("符合规定") == 2 and "有不规范之处" not in said
    site.town.sound(case)


def test_where_it_is_still_late_it_speaks_of_the_latest_review_before_it(site, case):
    late = site.town.take(case, "review_activist", "2025-04-01", at=site.clock("2026-10-20"), opinion="补录的考察。")
    said = rung(site, case)
    assert f"第 {late.number} 条登记了更早的事项以后：每 6 个月应当考察一次：上次为 2025-04-01" in said
    assert "有不规范之处" in said and "不再成立" in said


def test_the_journal_keeps_what_was_found_when_it_was_recorded(site, case):
    before = site.town.entries(case)[-1].findings
    site.town.take(case, "review_activist", "2025-06-20", at=site.clock("2026-10-20"), opinion="补录的考察。")
    assert site.town.entries(case)[-2].findings == before != b"[]"


def corrected(site, case: int, entry: int, **changed) -> int:
    """A correction or void of an entry, confirmed by a second person; answers its number."""
    proposed = site.town.propose(case, "correct", "王芳", "2026-10-04", entry=entry, reason="登记有误", **changed)
    return site.town.confirm(case, proposed.number, "孙丽", "2026-10-04").number


def test_a_corrected_entry_shows_what_is_found_of_it_now(site, case):
    number = site.town.entries(case)[-1].number
    change = corrected(site, case, number, form={"on": "2025-06-10", "opinion": "第一次考察。"})
    said = rung(site, case)
    assert f"第 {change} 条更正以后，不再成立" in said
    assert "符合规定" in said and "有不规范之处" not in said
    change = corrected(site, case, number, form={"on": "2025-12-20", "opinion": "第一次考察。"})
    said = rung(site, case)
    assert "起尚未考察" in said and "不再成立" not in said and "有不规范之处" in said


def test_an_entry_corrected_to_an_earlier_day_is_named_as_the_correction_it_was(site, case):
    later = site.town.take(case, "review_activist", "2026-01-10", opinion="第二次考察。").number
    change = corrected(site, case, later, form={"on": "2025-06-20", "opinion": "第二次考察。"})
    said = rung(site, case)
    assert f"第 {change} 条更正以后，不再成立" in said and "登记了更早的事项" not in said


def test_a_void_brings_what_is_found_without_it(site):
    case = site.town.build("assign_contacts", "2025-02-03", given={})
    first = site.town.take(case, "review_activist", "2025-05-01", opinion="第一次考察。").number
    site.town.take(case, "review_activist", "2025-09-10", opinion="第二次考察。")
    assert "起尚未考察" not in rung(site, case)
    change = corrected(site, case, first, void=True)
    said = rung(site, case)
    assert f"第 {change} 条作废以后：每 6 个月应当考察一次：自 2025-" in said and "有不规范之处" in said


def test_where_the_law_is_another_than_when_it_was_recorded_no_entry_is_named(site, case, monkeypatch):
    site.town.take(case, "review_activist", "2025-06-20", at=site.clock("2026-10-20"), opinion="补录的考察。")
    monkeypatch.setattr("web.pages.found.laws", lambda: law_book(overlays=OVERLAYS))
    said = rung(site, case)
    assert "按现在的记录和条文，不再成立" in said and "登记了更早的事项" not in said
