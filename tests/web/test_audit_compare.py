"""`zhibu audit compare`: of two exports, or of one and the installation, everything that is not the same is named."""

from pathlib import Path

from tests.live.breaking import break_in
from tests.live.conftest import town  # noqa: F401 (a fixture)
from tests.proof.sample import KEY

from .test_audit_export import YEAR, exported, key, logged  # noqa: F401 (fixtures among them)
from .test_audit_verify import resealed
from .test_commands import run


def compared(url: str, *folders: Path, code: int = 0) -> list[str]:
    given = ("audit", "compare", *map(str, folders), "--key", str(KEY.public), "--database", url)
    return run(*given, code=code).stdout.splitlines()


def test_two_exports_of_the_same_are_the_same(logged, tmp_path):  # noqa: F811
    for name in ("one", "two.zip"):
        exported(logged.owner_url, tmp_path / name, "镇党委", *YEAR)
    assert compared(logged.owner_url, tmp_path / "one", tmp_path / "two.zip") == []
    assert compared(logged.owner_url, tmp_path / "two.zip") == []


def test_entries_that_one_alone_has_are_named(logged, tmp_path):  # noqa: F811
    """The newer one goes on from the older: more entries, no fork."""
    exported(logged.owner_url, tmp_path / "older", "一支部", *YEAR)
    logged.take(
        1,
        "assign_contacts",
        "2026-03-10",
        contacts=[{"name": "周敏", "status": "full"}, {"name": "赵强", "status": "full"}],
    )
    exported(logged.owner_url, tmp_path / "newer", "一支部", *YEAR)
    assert compared(logged.owner_url, tmp_path / "older", tmp_path / "newer", code=1) == [
        "案件 1 第 5 条：只在“newer”中，“older”没有"
    ]
    assert compared(logged.owner_url, tmp_path / "older") == []


def test_an_entry_rewritten_and_a_log_made_anew_are_a_fork(logged, tmp_path):  # noqa: F811
    exported(logged.owner_url, tmp_path / "before", "一支部", *YEAR)
    resealed(logged, 1, 3, actor_post="deputy")
    break_in(
        logged.owner_url,
        "DELETE FROM leaf",
        "DELETE FROM tile",
        "DELETE FROM checkpoint",
        "DELETE FROM follower WHERE name = 'log'",
    )
    found = compared(logged.owner_url, tmp_path / "before", code=1)
    assert "案件 1 第 3 条：“before”与“本系统”的内容不同" in found
    assert "案件 1 第 2 条：“before”与“本系统”的内容不同" not in found
    assert [each for each in found if "日志与检查点“before”（6 项）分叉" in each]
    exported(logged.owner_url, tmp_path / "after", "一支部", *YEAR)
    found = compared(logged.owner_url, tmp_path / "before", tmp_path / "after", code=1)
    assert "案件 1 第 3 条：“before”与“after”的内容不同" in found
    assert [each for each in found if each.startswith("after：日志与 before（前 6 项）分叉")]


def test_an_entry_and_a_text_that_are_gone_here_are_named(logged, tmp_path):  # noqa: F811
    exported(logged.owner_url, tmp_path / "out", "一支部", *YEAR)
    proposal = logged.propose(
        1,
        "erase",
        "王芳",
        "2026-07-20",
        entry=2,
        fields=["talkers.0.name"],
        number="1号",
        on="2026-07-19",
        reason="申请。",
    )
    logged.confirm(1, proposal.number, "孙丽", "2026-07-20")
    assert compared(logged.owner_url, tmp_path / "out", code=1) == [
        "案件 1 第 2 条：“talkers.0.name”的原文只在“out”中，“本系统”已无"
    ]
    gone = ("DELETE FROM entry_text", "DELETE FROM entry WHERE case_id = 1 AND number = 4")
    break_in(logged.owner_url, *gone)
    assert "案件 1 第 4 条：只在“out”中，“本系统”没有" in compared(logged.owner_url, tmp_path / "out", code=1)


def test_a_folder_that_is_no_export(logged, tmp_path):  # noqa: F811
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.zip").write_text("no archive")
    assert (
        "没有 manifest.json"
        in run("audit", "compare", str(tmp_path / "empty"), "--database", logged.owner_url, code=2).output
    )
    assert (
        "无法比对" in run("audit", "compare", str(tmp_path / "text.zip"), "--database", logged.owner_url, code=2).output
    )
