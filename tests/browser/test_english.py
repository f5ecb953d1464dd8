"""The switch to English: no Chinese is left on the pages but names, what people wrote, and the switch back."""

import re

from .places import PLACES, SECRETARY, prepared
from .windows import fits

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
OWN_WORDS = re.compile(
    "县委组织部|镇党委|一支部|二支部|钱进|王芳|孙丽|吴强|沈毅|陈刚|赵强|周敏|冯涛|郑洁|李明|审小红|样[乙丙丁戊己]|新甲|新王芳|张三"  # names
    "|本人申请。|示例〔2026〕9号|表现稳定，继续(培养|考察)。|抄写有误|单位公示栏|居住地公示栏|户籍所在地党组织|居住地党组织|样-[0-9]+|档案.jsonl|甲|乙|名册.xlsx"
    "|中文|[、，]"  # the switch back; the marks between names
)
BEGINNINGS = re.compile('[“"][^”"…]*…[”"]')
QUOTED = {
    "erasing.form": BEGINNINGS,
    "erasing.proposed": BEGINNINGS,
    "imports.columns": re.compile("序号|姓名|出生年月|所在党支部|递交入党申请书时间|备注|无"),
    "audit_back_check.show": re.compile("旧|丁|戊"),
}
"""What a page shows of a file as it was written there: its name, the headings and cells of a spreadsheet, references; of a
text how it begins."""
TEXTS = """() => [document.title, document.body.innerText, ...["aria-label", "title", "placeholder", "alt"].flatMap(
    name => Array.from(document.querySelectorAll(`[${name}]`), each => each.getAttribute(name)))]"""


def chinese(page, quoted: re.Pattern[str] | None = None) -> list[str]:
    """Every run of Chinese on the page that nobody there wrote himself."""
    shown = OWN_WORDS.sub("", "\\n".join(page.evaluate(TEXTS)))
    return sorted(set(CHINESE.findall(quoted.sub("", shown) if quoted else shown)))


def test_no_chinese_is_left(site, windows):
    ground = prepared(site)
    page = windows.open(SECRETARY)
    page.goto("/")
    page.get_by_role("button", name="English").click()
    assert page.get_attribute("html", "lang") == "en" and page.get_by_role("button", name="中文").is_visible()
    left = {}
    for place in (place for place in PLACES if SECRETARY in place.by):
        page.goto(place.address(ground, SECRETARY))
        if found := chinese(page, QUOTED.get(place.endpoint)):
            left[page.url] = found
    assert not left, "\\n".join(f"{address}: {found}" for address, found in left.items())


def test_english_fits_on_a_telephone_and_one_comes_back(site, windows):
    ground = prepared(site)
    page = windows.open(SECRETARY, 360)
    page.goto(f"/membership/{ground.case}")
    page.get_by_role("button", name="菜单").click()
    page.get_by_role("button", name="English").click()
    assert page.url.split("?")[0].endswith(f"/membership/{ground.case}")
    for address in (
        page.url,
        "/",
        f"/membership/{ground.case}/admit",
        f"/membership/{ground.full}/timeline",
        "/ledgers",
        "/people",
    ):
        page.goto(address)
        assert fits(page), address
    page.locator(".menu-button").click()
    page.get_by_role("button", name="中文").click()
    assert page.get_attribute("html", "lang") == "zh-CN"
