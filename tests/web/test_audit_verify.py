"""`zhibu audit verify` finds every attack and names what it concerns; a sound installation has none."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

from models.journal import Entry
from models.log import SignedCheckpoint
from tests.live.breaking import break_in, literal
from tests.live.conftest import town  # noqa: F401 (a fixture)
from tests.live.test_log import begin, cases, tampered_tile
from tests.live.town import moment
from tests.proof.sample import KEY
from web import log_keys
from web.cli import main
from web.log_keeping import bring_up_to_date
from workflows.engine.journal import HASHED, seal
from workflows.proof.live.against import log_against_checkpoints, log_against_entries
from workflows.proof.live.keeping import sign
from workflows.proof.live.tables import Tiles

AT = moment("2026-11-20")


@pytest.fixture
def logged(town, monkeypatch, tmp_path):  # noqa: F811
    """Three cases with texts and a refusal, all in the log; the newest checkpoint is kept in a file outside."""
    monkeypatch.setenv("ZHIBU_LOG_KEY", str(tmp_path / "log.key"))
    log_keys.keep(KEY)
    begin(town)
    for case in cases(town, 3):
        town.take(case, "talk", "2026-06-02", talkers=[{"name": "周敏"}, {"name": "赵强"}])
    with pytest.raises(Exception, match="不能"):
        town.take(1, "file_activist", "2026-06-03", who="王芳")
    (tmp_path / "outside").write_text(checkpoint(town))
    return town


def checkpoint(town) -> str:  # noqa: F811
    bring_up_to_date(town.database)
    with town.database.work() as work:
        note = sign(work.session, KEY, AT).note
        work.commit()
    return note


def verify(town, *more: str) -> tuple[int, list[str]]:  # noqa: F811
    """The exit code, and each finding as `section case/number message`."""
    result = CliRunner().invoke(main, ["audit", "verify", "--json", "--database", town.owner_url, *more])
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    return result.exit_code, [f"{row['section']} {row['case']}/{row['number']} {row['message']}" for row in rows]


def test_a_sound_installation_has_no_findings(logged, tmp_path):
    assert verify(logged, "--checkpoint", str(tmp_path / "outside")) == (0, [])
    assert verify(logged, "--jobs", "2") == (0, [])


def test_several_parts_by_two_processes_say_the_same(logged, monkeypatch):
    monkeypatch.setattr("web.commands.audit_verify.PART", 1)
    assert verify(logged, "--jobs", "2") == (0, [])
    break_in(logged.owner_url, "UPDATE entry SET act_on = '2020-01-01' WHERE case_id = 2 AND number = 1")
    one, two = verify(logged), verify(logged, "--jobs", "2")
    assert one == two and one[0] == 1
    assert one[1][0] == "chain 2/1 内容与其散列值不符：有一栏已变"


def test_a_tile_is_read_once_however_many_checkpoints_there_are(logged, monkeypatch):
    for case in cases(logged, 3):
        checkpoint(logged)
        logged.take(case, "talk", "2026-06-02", talkers=[{"name": "周敏"}, {"name": "赵强"}])
    read: list[tuple[int, int]] = []

    def counted(self, level, index, real=Tiles.read):
        read.append((level, index))
        return real(self, level, index)

    monkeypatch.setattr(Tiles, "read", counted)
    with logged.database.read() as session:
        assert len(list(session.scalars(select(SignedCheckpoint.id)))) == 4
        assert list(log_against_checkpoints(session, [])) == []
        assert list(log_against_entries(session)) == []
    assert read == [(0, 0)] * 2


def test_without_a_log_nothing_can_be_judged(town):  # noqa: F811
    result = CliRunner().invoke(main, ["audit", "verify", "--database", town.owner_url])
    assert result.exit_code == 2 and "无法核对" in result.output and "zhibu audit key" in result.output


@pytest.mark.parametrize(
    "column", [name for name in HASHED if name not in ("case_id", "number", "actor_person_id", "actor_organisation_id")]
)
def test_every_column_of_an_entry_is_under_its_hash(logged, column):
    (row,) = logged.ask(f"SELECT {column} AS held FROM entry WHERE case_id = 2 AND number = 2")
    held = row["held"]
    if isinstance(held, bytes | memoryview):
        changed = bytes(held)[:-1] + bytes([bytes(held)[-1] ^ 1])
    elif isinstance(held, int):
        changed = held + 1
    else:
        words = {"kind": "correction", "mode": "history", "refers_to": 1, "act_on": "2026-06-01"}
        changed = {**words, "recorded_at": "2026-06-02T11:00:00+08:00"}.get(column, "x")
    changed = literal(logged.owner_url, changed)
    break_in(logged.owner_url, f"UPDATE entry SET {column} = {changed} WHERE case_id = 2 AND number = 2")
    code, found = verify(logged)
    assert code == 1
    assert any(each.startswith("chain 2/2 内容") for each in found)


def resealed(town, case: int, number: int, **columns) -> None:  # noqa: F811
    """Changes an entry and hashes it and all after it anew, as somebody does who knows how it is done."""
    with town.database.read() as session:
        asked = select(*(getattr(Entry, name) for name in HASHED)).where(Entry.case_id == case)
        rows = [dict(row) for row in session.execute(asked.order_by(Entry.number)).mappings()]
    previous, statements = rows[0]["previous_hash"], []
    for row in rows:
        changes = {**(columns if row["number"] == number else {}), "previous_hash": previous}
        previous = changes["hash"] = seal({**row, **changes})
        told = ", ".join(f"{name} = {literal(town.owner_url, value)}" for name, value in changes.items())
        statements.append(f"UPDATE entry SET {told} WHERE case_id = {case} AND number = {row['number']}")
    last = f'UPDATE "case" SET last_hash = {literal(town.owner_url, previous)} WHERE id = {case}'
    break_in(town.owner_url, *statements, last)


def test_an_entry_changed_and_hashed_anew_departs_from_the_log(logged):
    resealed(logged, 2, 1, actor_post="deputy")
    code, found = verify(logged)
    assert code == 1
    assert [each for each in found if not each.startswith("state")] == [
        "log 2/1 与日志第 1 项不符：记录或图块已变",
        "log 2/2 与日志第 4 项不符：记录或图块已变",
    ]


def remove(case: int, number: int) -> list[str]:
    ours = f"SELECT id FROM entry WHERE case_id = {case} AND number = {number}"
    return [
        f"DELETE FROM entry_text WHERE entry_id IN ({ours})",
        f"DELETE FROM entry WHERE case_id = {case} AND number = {number}",
    ]


def tail_with_its_log(town) -> None:  # noqa: F811
    """Removes the newest entry with its leaf, its tile's end and the checkpoint, and makes the case fit."""
    if town.owner_url.startswith("sqlite"):
        cut = "UPDATE tile SET hashes = substr(hashes, 1, length(hashes) - 32)"
    else:
        cut = "UPDATE tile SET hashes = substring(hashes FROM 1 FOR length(hashes) - 32)"
    break_in(
        town.owner_url,
        "DELETE FROM leaf WHERE position = 6",
        *remove(1, 3),
        cut,
        "DELETE FROM checkpoint",
        'UPDATE "case" SET last_number = 2, last_hash = (SELECT hash FROM entry WHERE case_id = 1 AND number = 2) WHERE id = 1',
    )


def test_the_newest_entry_removed_with_its_log_is_found_by_a_checkpoint_kept_outside(logged, tmp_path):
    tail_with_its_log(logged)
    assert verify(logged) == (0, [])
    code, found = verify(logged, "--checkpoint", str(tmp_path / "outside"))
    assert (code, found) == (
        1,
        ["checkpoint None/None 检查点“outside”有 7 项，日志只有 6 项：第 6 至 6 项已被截去，或者恢复了旧备份"],
    )


def test_a_fork_names_the_entries_between(logged, tmp_path):
    tail_with_its_log(logged)
    (case,) = cases(logged, 1)
    checkpoint(logged)
    assert verify(logged) == (0, [])
    code, found = verify(logged, "--checkpoint", str(tmp_path / "outside"))
    assert code == 1 and len(found) == 1
    assert "分叉，变动在第 0 至 6 项之间" in found[0] and f"案件 {case} 第 1 条" in found[0]


ATTACKS: dict[str, tuple[list[str], list[str]]] = {
    "a leaf of another entry": (
        ["UPDATE leaf SET entry_id = -entry_id", "UPDATE leaf SET entry_id = 8 + entry_id"],
        ["log 3/2 与日志第"],
    ),
    "a checkpoint changed": (["UPDATE checkpoint SET note = replace(note, '7', '8')"], ["checkpoint None/None 检查点“#1”不能用来核对"]),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_found_and_named(logged, attack):
    statements, wanted = ATTACKS[attack]
    break_in(logged.owner_url, *statements)
    code, found = verify(logged)
    assert code == 1
    for each in wanted:
        assert any(line.startswith(each) for line in found), found


def test_a_tile_that_was_changed_is_found(logged):
    tampered_tile(logged)
    code, found = verify(logged)
    assert code == 1
    assert "log 1/1 与日志第 0 项不符：记录或图块已变" in found
    assert any(line.startswith("checkpoint None/None 日志与检查点“#1”（7 项）分叉") for line in found)


def slip_in(town, number: int, entry_id: int) -> None:  # noqa: F811
    """Adds an entry to case 3 with a right hash and a right chain, under an id of one's own choice."""
    with town.database.read() as session:
        columns = [getattr(Entry, name) for name in HASHED]
        rows = select(*columns).where(Entry.case_id == 3, Entry.number == 2)
        row = dict(session.execute(rows).mappings().one())
        last = session.scalar(text('SELECT last_hash FROM "case" WHERE id = 3'))
    row |= {"number": number, "previous_hash": bytes(last), "kind": "refusal", "commitments": b"{}"}
    override = "" if town.owner_url.startswith("sqlite") else "OVERRIDING SYSTEM VALUE "
    values, hash = (literal(town.owner_url, row[name]) for name in HASHED), literal(town.owner_url, seal(row))
    break_in(
        town.owner_url,
        f"INSERT INTO entry (id, {', '.join(HASHED)}, hash) {override}VALUES ({entry_id}, {', '.join(values)}, {hash})",
        f'UPDATE "case" SET last_number = {number}, last_hash = {hash} WHERE id = 3',
    )


def test_an_entry_slipped_in_behind_the_log_is_found(logged):
    """One at the end comes into the log like any other; one whose id the log has passed does not."""
    slip_in(logged, 3, 50)
    assert verify(logged) == (0, [])
    assert logged.ask("SELECT entry_id FROM leaf ORDER BY position DESC")[0]["entry_id"] == 50
    slip_in(logged, 4, 40)
    assert verify(logged) == (1, ["log 3/4 没有收进日志，而后来的记录已经收进：事后插入"])
