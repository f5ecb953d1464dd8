"""The site of files: every link resolves, nothing runs or asks a server, and what failed is shown as failed."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from web.cli import main
from web.handbook.contents import Contents
from web.handbook.known import handbook
from web.handbook.site import file_of, spoken, write_site

from .conftest import BOTH_SIDES, ONE_FAILED, told, written

LINK = re.compile(r'(?:href|src)="([^"]*)"')
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["handbook", *arguments])
    assert result.exit_code == code, result.output + repr(result.exception)
    return result.output


def say(message: str, **facts: object) -> str:
    return spoken("zh", message, **facts)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """A site with a scenario that passed and one of which an example failed."""
    folder = tmp_path_factory.mktemp("handbook")
    book = handbook(written(folder, BOTH_SIDES, ONE_FAILED))
    target = folder / "out"
    assert write_site(book, target, "zh") == len(list(Contents(book, say).addresses()))
    return target


def read(site: Path, *address: str) -> str:
    return (site / file_of(address)).read_text(encoding="utf-8")


def test_every_page_is_a_file_of_its_own(site, shown):
    addresses = list(Contents(shown, say).addresses())
    files = {file_of(address) for address in addresses}
    assert len(files) == len(addresses) > 250
    assert files == {path.relative_to(site).as_posix() for path in site.rglob("*.html")}


def test_every_link_resolves(site):
    names = {
        path: set(re.findall(r'\bid="([^"]+)"', path.read_text(encoding="utf-8"))) for path in site.rglob("*.html")
    }
    broken, seen = [], 0
    for path, own in names.items():
        for link in map(unescape, LINK.findall(path.read_text(encoding="utf-8"))):
            if link == "data:,":
                continue
            file, _, anchor = unquote(link).partition("#")
            target = (path.parent / file).resolve() if file else path
            seen += 1
            if not target.is_file() or (anchor and anchor not in names.get(target, own)):
                broken.append(f"{path.relative_to(site)}: {link}")
    assert seen > 5000 and broken == []


def test_nothing_runs_and_nothing_is_asked_of_a_server(site):
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<script|javascript:|\son\w+=|<form|<iframe|https?:|url\(", text), path.name
        assert all(not link.startswith(("/", "//")) for link in LINK.findall(text)), path.name
    sheets = [path for path in site.rglob("*.css")]
    assert len(sheets) == 3
    assert not any("@import" in path.read_text(encoding="utf-8") for path in sheets)


def test_names_of_parts_stand_once_on_a_page(site):
    for path in site.rglob("*.html"):
        ids = re.findall(r'\sid="([^"]+)"', path.read_text(encoding="utf-8"))
        assert len(ids) == len(set(ids)), path.name


@pytest.mark.parametrize(
    "address", [("article", "XZ26", "13"), ("step", "membership", "list_prospective"), ("matrix", "XZ26")]
)
def test_a_scenario_that_failed_shows_as_failed(site, address):
    page = read(site, *address)
    after = page.partition("有一例未通过")[2]
    assert re.match(r'</span>\s*(</a>)?\s*<span class="result failed">未通过</span>', after)
    before = page.partition("公示满五个工作日方可列为发展对象")[2]
    assert re.match(r'</span>\s*(</a>)?\s*<span class="result passed">通过</span>', before)
    assert "1/2 例通过" in page and "2/2 例通过" in page
    assert "2026-11-02 10:00" in page and "提交 0123456789ab" in page


def test_the_failed_example_is_named(site):
    rows = re.findall(
        r"<tr><td>(2026-06-0\d)</td><td>\w+</td><td><span class=\"result (\w+)\">",
        read(site, "step", "membership", "list_prospective"),
    )
    assert rows == [
        ("2026-06-08", "passed"),
        ("2026-06-09", "passed"),
        ("2026-06-08", "passed"),
        ("2026-06-09", "failed"),
    ]


def test_the_matrix_counts_failures_and_missing_sides(site):
    page = read(site, "matrix", "XZ26")
    notice = page.partition("<code>list_prospective:notice_workdays</code>")[2].partition("</details>")[0]
    assert "场景 2 个" in notice and "未通过 1 个" in notice and "没有覆盖" not in notice
    other = page.partition("<code>consent_before_notice</code>")[2].partition("</details>")[0]
    assert "场景 0 个" in other and "没有覆盖：指出不符、符合时不作声" in other and "全部通过" not in other


def test_an_article_shows_both_editions_with_their_limits(site):
    page = read(site, "article", "XZ26", "13")
    assert "即可列入。这一版没有公示的要求" in page and "2026-05-11 起" in page and "至 2026-05-10" in page
    limits = re.findall(r'<tr><th scope="row">([^<]+)</th><td>(\w+)</td><td>(\w+)</td>', page)
    assert ("拟列发展对象的公示时间（工作日）", "5", "未规定") in limits
    assert ("列为发展对象前的培养教育考察时间（年）", "1", "1") in limits
    assert "办理的次数只在产品内显示" in page


def test_a_step_shows_who_what_and_where_it_leads(site):
    page = read(site, "step", "membership", "approve_admission")
    for words in ("上级党委", "收到支部决议的日期", "审批会议记录", "批准：进入“预备党员”", "approval_months", "<svg"):
        assert words in page
    assert page.count('class="here"') == 1


def test_every_guard_stands_on_the_page_of_its_step(site, shown):
    for flow in shown.flows:
        for step in flow:
            page = read(site, "step", flow.name, step.name)
            assert [each.name for each in step.guards if f"<code>{each.name}</code>" not in page] == []
            assert [each.name for each in step.windows if f"<code>{each.name}</code>" not in page] == []


def test_the_site_says_what_is_not_covered(site):
    page = read(site, "gaps")
    assert "程序看不到，须由人把握" in page and "发展党员工作细则（2026）第10条" in page


def test_names_that_look_like_markup_stay_text(tmp_path):
    book = handbook(written(tmp_path, told({**BOTH_SIDES["rows"][0], "values": ["<b>", "&"]}, name="<i>斜</i>")))
    write_site(book, tmp_path / "out", "zh")
    page = read(tmp_path / "out", "step", "membership", "list_prospective")
    assert "&lt;i&gt;斜" in page and "<i>" not in page and "<td>&lt;b&gt;</td>" in page


def test_without_a_run_the_site_says_so(tmp_path, bare):
    write_site(bare, tmp_path, "zh")
    for address in (("index",), ("step", "membership", "admit"), ("article", "XZ26", "13")):
        assert "没有测试记录" in read(tmp_path, *address)


def test_in_english_no_chinese_is_left_but_scenarios(tmp_path, bare):
    write_site(bare, tmp_path, "en")
    left = {}
    for path in tmp_path.rglob("*.html"):
        text = re.sub(
            r"<(\w+)[^>]* lang=\"zh-CN\"[^>]*>.*?</\1>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        if found := CHINESE.findall(text):
            left[path.name] = sorted(set(found))
    assert left == {}


def test_the_command_writes_the_site(tmp_path):
    record = written(tmp_path, BOTH_SIDES)
    out = tmp_path / "out"
    assert "场景 1 个" in run(str(out), "--scenarios", str(record))
    assert (out / "index.html").is_file() and (out / "static" / "handbook.css").is_file()
    assert "已有文件，没有改动" in run(str(out), "--scenarios", str(record), code=2)
    run(str(out), "--scenarios", str(record), "--force")


def test_the_command_names_a_record_that_is_not_there_or_not_one(tmp_path, monkeypatch):
    assert "没有测试记录" in run(str(tmp_path / "a"), "--scenarios", str(tmp_path / "none.json"), code=2)
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}", encoding="utf-8")
    assert "格式" in run(str(tmp_path / "b"), "--scenarios", str(wrong), code=2)
    monkeypatch.setenv("ZHIBU_SCENARIOS", str(tmp_path / "none.json"))
    assert "没有测试记录" in run(str(tmp_path / "c"))
    assert not (tmp_path / "a").exists() and not (tmp_path / "b").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "file" in run(str(tmp_path / "file"), code=2)
    assert "写不进去" in run(str(tmp_path / "file" / "out"), code=2)
