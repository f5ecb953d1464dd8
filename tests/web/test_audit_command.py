"""`zhibu audit` on a database: keys, checkpoints, countersignatures between two installations, proofs; the key in no backup."""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from models.databases import Database
from models.log import Countersignature, Leaf, LogKey, SignedCheckpoint, Witnessed
from web import log_keys
from web.commands.opened import now
from web.seal import code_of
from workflows.office.record import register
from workflows.proof.keys import PublicKey

from .test_commands import run

ROOT = Path(__file__).parents[2]


class Installation:
    """One made by `zhibu init`, with its public keys."""

    def __init__(self, url: str, name: str, *more: str) -> None:
        self.url = url
        run("init", url, "--name", name, *more)
        told = self.audit("key").output
        self.log_key, self.cosigner = re.findall(r"公钥\s+(\S+)", told)
        self.key_file = Path(re.search(r"密钥文件 (\S+?)（", told)[1])

    def audit(self, *arguments: str, code: int = 0):
        return run("audit", *arguments, "--database", self.url, code=code)

    def grow(self, count: int = 1) -> None:
        """So many more entries."""
        database = Database(self.url)
        with database.work() as work:
            for number in range(count):
                register(work, 1, {"on": "2026-06-01", "name": f"样{number}"}, None, now())
            work.commit()
        database.dispose()

    def rows(self, model) -> list:
        database = Database(self.url)
        with database.read() as session:
            found = list(session.scalars(select(model)))
        database.dispose()
        return found


@pytest.fixture
def town(database) -> Installation:
    return Installation(database.owner_url, "示例乡党委", "--app-role", "zhibu_app")


@pytest.fixture
def county(tmp_path) -> Installation:
    return Installation(f"sqlite:///{tmp_path / 'county.db'}", "示例县委", "--log-hash", "sm3")


def handed(town, tmp_path, name="handed", **options) -> str:
    file = str(tmp_path / name)
    town.audit("checkpoint", "--out", file, *(str(each) for pair in options.items() for each in pair))
    return file


def test_init_sets_the_log_up(town, county):
    (held,) = town.rows(LogKey)
    assert (held.id, held.hash) == (1, "sha256")
    assert re.fullmatch("示例乡党委/[0-9a-f]{8}", held.origin)
    assert held.public_key == town.log_key
    assert county.rows(LogKey)[0].hash == "sm3"
    assert PublicKey.read(town.log_key).raw == PublicKey.read(town.cosigner).raw
    assert PublicKey.read(town.log_key).kind != PublicKey.read(town.cosigner).kind


def test_an_origin_may_be_chosen(tmp_path):
    made = Installation(f"sqlite:///{tmp_path / 'x.db'}", "示例", "--origin", "zhibu.example/town")
    assert made.rows(LogKey)[0].origin == "zhibu.example/town"


def test_a_checkpoint_has_every_entry_and_is_kept_once(town, tmp_path):
    said = town.audit("checkpoint", "--out", str(tmp_path / "a"))
    (held,) = town.rows(SignedCheckpoint)
    assert f"检查点 {code_of(held.note)}：{held.size} 项" in said.output
    assert (tmp_path / "a").read_text() == "old 0\n\n" + held.note
    town.audit("checkpoint")
    assert len(town.rows(SignedCheckpoint)) == 1
    town.grow()
    town.audit("checkpoint")
    assert [each.size for each in town.rows(SignedCheckpoint)] == [held.size, held.size + 1]


def test_the_short_code_does_not_change_by_countersignatures(town, tmp_path):
    handed(town, tmp_path)
    (held,) = town.rows(SignedCheckpoint)
    assert re.fullmatch(r"([A-Z2-7]{4}-){3}[A-Z2-7]{4}", code_of(held.note))
    assert code_of(held.note + "— somebody AAAAAAAA\n") == code_of(held.note)


def test_a_checkpoint_is_countersigned_and_the_countersignature_kept(town, county, tmp_path):
    file, signed = handed(town, tmp_path), str(tmp_path / "signed")
    assert "第一次见到日志" in county.audit("countersign", file, code=1).output
    county.audit("countersign", file, "--key", town.log_key, "--out", signed)
    assert "没有可信的副署" in town.audit("accept", signed, code=1).output
    assert "的副署" in town.audit("accept", signed, "--key", county.cosigner).output
    town.audit("accept", signed)  # known by now, and kept once
    (kept,) = town.rows(Countersignature)
    assert kept.public_key == county.cosigner and kept.line in Path(signed).read_text()
    town.grow(2)
    second = handed(town, tmp_path, "second")
    size = town.rows(SignedCheckpoint)[0].size
    assert Path(second).read_text().startswith(f"old {size}\n")
    county.audit("countersign", second, "--out", signed)
    town.audit("accept", signed)
    assert [each.size for each in county.rows(Witnessed)] == [size, size + 2]
    assert len(town.rows(Countersignature)) == 2


def test_the_proof_must_begin_where_the_superior_is(town, county, tmp_path):
    county.audit("countersign", handed(town, tmp_path), "--key", town.log_key)
    seen = county.rows(Witnessed)[0].size
    town.grow()
    refused = county.audit("countersign", handed(town, tmp_path, "next"), code=1).output
    assert f"请对方用 --since {seen} 重新生成" in refused
    file = str(tmp_path / "again")
    town.audit("checkpoint", "--out", file, "--since", str(seen))
    county.audit("countersign", file)


@pytest.fixture
def forked(tmp_path, monkeypatch) -> tuple[Installation, Installation, Path]:
    """A town on SQLite whose state before its last entry was put aside; countersigned once with that entry, once before it."""
    town = Installation(f"sqlite:///{tmp_path / 'town.db'}", "示例乡党委")
    county = Installation(f"sqlite:///{tmp_path / 'county.db'}", "示例县委")
    county.audit("countersign", handed(town, tmp_path), "--key", town.log_key)
    first = county.rows(Witnessed)[0].size
    run("backup", str(tmp_path / "backup"), "--database", town.url)
    town.grow(2)
    town.audit("checkpoint", "--since", str(first), "--out", str(tmp_path / "two"))
    county.audit("countersign", str(tmp_path / "two"))
    (tmp_path / "town.db").unlink()
    for name in ("-wal", "-shm"):
        Path(f"{tmp_path / 'town.db'}{name}").unlink(missing_ok=True)
    run("restore", str(tmp_path / "backup"), town.url)
    return town, county, tmp_path


@pytest.mark.parametrize(
    "more, why",
    [(0, "已被截短，或者恢复了旧备份"), (1, "已被截短"), (2, "有两个版本（分叉）"), (3, "已被改写（分叉）")],
)
def test_a_log_that_was_rolled_back_and_grew_otherwise_is_not_countersigned(forked, more, why):
    town, county, folder = forked
    seen = county.rows(Witnessed)[-1].size
    town.grow(more)
    file = folder / "fork"
    since = seen if more >= 2 else 0
    town.audit("checkpoint", "--since", str(since), "--out", str(file))
    assert why in county.audit("countersign", str(file), code=1).output
    assert county.rows(Witnessed)[-1].size == seen


def test_another_key_of_the_same_name_is_not_trusted_without_being_asked(town, county, tmp_path):
    county.audit("countersign", handed(town, tmp_path), "--key", town.log_key)
    town.key_file.unlink()
    assert "没有日志密钥" in town.audit("checkpoint", code=1).output
    told = town.audit("key", "--replace").output
    new = re.search(r"检查点公钥\s+(\S+)", told)[1]
    town.grow()
    seen = county.rows(Witnessed)[0].size
    file = handed(town, tmp_path, "new", **{"--since": seen})
    assert "可信密钥" in county.audit("countersign", file, code=1).output
    assert "密钥已换" in county.audit("countersign", file, "--key", new, code=1).output
    county.audit("countersign", file, "--key", new, "--replaced")
    assert county.rows(Witnessed)[-1].public_key == new


def test_a_foreign_checkpoint_is_not_accepted(town, county, tmp_path):
    other, signed = handed(county, tmp_path), str(tmp_path / "signed")
    town.audit("countersign", other, "--key", county.log_key, "--out", signed)
    refused = town.audit("accept", signed, "--key", town.cosigner, code=1).output
    assert "自己的签名" in refused or "没有签过" in refused


def test_a_proof_holds_for_whoever_has_the_file_and_the_key(town, tmp_path):
    file = tmp_path / "proof"
    assert "还不在任何检查点之内" in town.audit("prove", "1", "2", code=1).output
    town.audit("checkpoint")
    town.audit("prove", "1", "2", "--out", str(file))
    check = ("audit", "check-proof", str(file), "--key")
    assert "证明成立：案件 1 第 2 条" in run(*check, town.log_key).output
    whole = file.read_text()
    for old, new in (("index 1", "index 2"), ("extra WzEs", "extra WzIs"), ("tlog-proof@v1", "tlog-proof@v2")):
        file.write_text(whole.replace(old, new, 1))
        assert whole != file.read_text()
        assert "证明不成立" in run(*check, town.log_key, code=1).output
    file.write_text(whole)
    assert "证明不成立" in run(*check, town.cosigner, code=1).output
    town.audit("prove", "1", "--out", str(file))
    assert f"第 {town.rows(SignedCheckpoint)[0].size} 条" in run(*check, town.log_key).output
    assert "没有第 99 条" in town.audit("prove", "1", "99", code=1).output
    assert "没有案件 99" in town.audit("prove", "99", code=1).output


def test_a_proof_is_checked_without_database_and_pages():
    asked = "import sys, web.commands.audit_check_proof; print([each for each in {} if each in sys.modules])"
    heavy = ("flask", "sqlalchemy", "models", "web.pages")
    done = subprocess.run([sys.executable, "-c", asked.format(heavy)], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_no_backup_holds_the_key(town, tmp_path):
    town.audit("checkpoint")
    run("backup", str(tmp_path / "backup"), "--database", town.url)
    secret = town.key_file.read_text().strip()
    raw = log_keys.held(PublicKey.read(town.log_key)).secret
    for path in (tmp_path / "backup", tmp_path / "backup.sha256"):
        content = path.read_bytes()
        assert secret.encode() not in content and secret.split("+")[-1].encode() not in content and raw not in content
    folder = town.key_file.parent
    assert town.url.startswith("postgresql") or not Path(town.url.removeprefix("sqlite:///")).is_relative_to(folder)


def test_an_installation_of_before_sets_its_log_up_later(database, tmp_path):
    from models import databases

    databases.create(database.owner_url)
    says = lambda *more, code=0: run("audit", *more, "--database", database.owner_url, code=code).output  # noqa: E731
    assert "还没有设立日志" in says("checkpoint", code=1)
    assert "日志来源 zhibu/" in says("key")
    assert "0 项" in says("checkpoint")


def test_serve_says_what_keeps_it_from_signing_and_ends_in_order(tmp_path):
    """A real process: it warns, serves, brings the entries in, and stops with its thread when it is told to."""
    town = Installation(f"sqlite:///{tmp_path / 'town.db'}", "示例乡党委")
    town.key_file.unlink()
    serving = [sys.executable, "-c", "from web.cli import main; main()", "serve", "--port", "0", "--database", town.url]
    with subprocess.Popen(serving, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert "网页地址" in process.stdout.readline()
        last = time.monotonic() + 30
        while not town.rows(Leaf):
            assert time.monotonic() < last
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        warned = process.communicate(timeout=30)[1]
    assert "注意：不能签署检查点。没有日志密钥" in warned
    assert "Traceback" not in warned
    assert town.rows(SignedCheckpoint) == []
