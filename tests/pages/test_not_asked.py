"""The notice that only the edition of 2026 asks for: what the pages say of cases that went on before it, and after."""

import re

import pytest

BEFORE, SINCE = "2026-05-10", "2026-05-11"
SAID = "2026-05-10 办理“列为发展对象”时的条文不要求“公示”，不必补办；2026-05-11 起才要求先办这一步"


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def listed(site, on: str, *without: str) -> int:
    return site.town.build("list_prospective", on, without=without)


def rung(site, case: int) -> str:
    """What stands on the page of the notice."""
    page = text(site.visitor("王芳").get(f"/membership/{case}"))
    begin = page.index(" 公示 ")
    return page[begin : page.index(" 列为发展对象 ", begin)]


def test_of_a_case_listed_before_the_edition_the_notice_was_not_asked_for(site):
    said = rung(site, listed(site, BEFORE, "post_notice"))
    assert "公示 当时不要求" in said and f"提示：{SAID}" in said
    assert "发展党员工作细则（2026）第13条， C-12" in said
    assert "补录" not in said, "it is not offered either"


@pytest.mark.parametrize(("on", "without"), [(SINCE, ("post_notice",)), (BEFORE, ())])
def test_from_the_edition_on_and_where_there_was_one_nothing_is_excused(site, on, without):
    said = rung(site, listed(site, on, *without))
    assert "当时不要求" not in said and "不必补办" not in said
    assert ("未办" in said) is bool(without)


def test_before_it_is_listed_the_notice_is_asked_for(site):
    case = site.town.build("agree_prospective", BEFORE)
    assert "不要求" not in rung(site, case) and "现在可办" in rung(site, case)


def test_the_sheet_and_the_timeline_say_it_too(site):
    case, visitor = listed(site, BEFORE, "post_notice"), site.visitor("王芳")
    sheet = text(visitor.get(f"/membership/{case}/sheet"))
    assert "公示 当时不要求（2026-05-11 起要求）" in sheet
    assert SAID in text(visitor.get(f"/membership/{case}/timeline"))
    with_notice = listed(site, BEFORE)
    for page in ("sheet", "timeline"):
        assert "不要求" not in text(visitor.get(f"/membership/{with_notice}/{page}"))


def test_whoever_writes_down_earlier_years_is_told(site):
    visitor = site.visitor("王芳")
    person = site.town.person()
    page = text(
        visitor.post("/membership/begin", {"person": str(person), "organisation": str(site.town.places["一支部"])})
    )
    assert "2026-05-11 起才要求“公示”：此前办理“列为发展对象”的，没有办过就留空" in page
