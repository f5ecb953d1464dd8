"""`zhibu audit erase` and `erase-confirm` by two persons with their passwords; what an export shows afterwards."""

import json
from datetime import date

import pytest

from models.accounts import Account
from tests.live.conftest import town  # noqa: F401 (a fixture)

from .test_audit_export import YEAR, entries, exported, key, logged, named, verified  # noqa: F401 (fixtures among them)
from .test_commands import run

PASSWORD = "correct horse battery staple"
DECISION = ("--number", "示例〔2026〕9号", "--on", "2026-03-01", "--reason", "本人申请。")


@pytest.fixture
def people(logged):  # noqa: F811
    """王芳 and 孙丽 can sign in."""
    with logged.database.work() as work:
        for login, name in (("wangfang", "王芳"), ("sunli", "孙丽")):
            account = Account(person_id=logged.people[name], login=login, created_on=date(2026, 1, 1))
            account.set_password(PASSWORD)
            work.session.add(account)
        work.commit()
    return logged


def erase(people, *more: str, code: int = 0) -> str:
    where = ("--by", "wangfang", "--database", people.owner_url)
    return run("audit", "erase", "1", *DECISION, *more, *where, input=f"{PASSWORD}\n", code=code).output


def confirm(people, number: int, login: str = "sunli", code: int = 0) -> str:
    where = ("--by", login, "--database", people.owner_url)
    return run("audit", "erase-confirm", "1", str(number), *where, input=f"{PASSWORD}\n", code=code).output


def test_two_persons_erase_and_an_export_shows_the_gap(people, tmp_path):
    exported(people.owner_url, tmp_path / "before", "一支部", *YEAR)
    assert "周敏" in (tmp_path / "before" / "entries.jsonl").read_text(encoding="utf-8")
    assert "第 5 条：请另一人运行 zhibu audit erase-confirm 1 5" in erase(
        people, "--entry", "2", "--field", "talkers.0.name"
    )
    assert "提议人不能确认" in confirm(people, 5, "wangfang", code=1)
    said = confirm(people, 5)
    assert "已抹去，最后一条为第 6 条" in said
    assert "此前已交出：" in said and "audit_export" in said
    exported(people.owner_url, tmp_path / "after", "一支部", *YEAR)
    code, told = verified(tmp_path / "after")
    assert code == 0
    assert told == [
        "说明：案件 1 第 2 条（日志序号 1）“talkers.0.name”的原文没有附上（据以删除的记录：6）",
        "结论：全部符合",
    ]
    everything = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "after").iterdir())
    assert "周敏" not in everything and "赵强" in everything
    assert "“talkers.0.name”已依决定删除（第 6 条）" in (tmp_path / "after" / "index.html").read_text(encoding="utf-8")
    told = json.loads(run("audit", "verify", "--no-files", "--json", "--database", people.owner_url).stdout or "[]")
    assert told == []


def test_a_text_given_again_after_its_erasure_is_not_in_the_export(people, tmp_path):
    erase(people)
    confirm(people, 5)
    exported(people.owner_url, tmp_path / "out", "一支部", *YEAR)
    assert [each["texts"] for each in entries(tmp_path / "out") if json.loads(each["sealed"])[1] == 2] == [{}]
    assert (1, 6) in named(tmp_path / "out")


def test_what_cannot_be_erased_is_said(people):
    assert "没有“opinion”这一项个人内容" in erase(people, "--entry", "2", "--field", "opinion", code=1)
    assert "案件中没有第 99 条记录" in erase(people, "--entry", "99", code=1)
    where = ("--by", "wangfang", "--database", people.owner_url)
    assert "没有案件 99" in run("audit", "erase", "99", *DECISION, *where, input=f"{PASSWORD}\n", code=1).output
