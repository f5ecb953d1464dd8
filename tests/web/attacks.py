"""The attacks on an installation: what somebody who owns the database, and maybe the key, does; what each is found by."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from models.databases import Database
from tests.live.town import moment
from tests.proof.sample import KEY, OTHER_KEY
from web.log_keeping import bring_up_to_date
from web.stored import place
from workflows.engine.journal import HASHED, canonical, seal
from workflows.office.event_seals import NOTHING, over, seal_from
from workflows.office.events import HASHED as OF_EVENT
from workflows.proof.live.keeping import sign

COLUMNS = (*HASHED, "hash", "id")
"""Every column of an entry but the transaction's number, which the database gives and nobody reads as evidence."""
AT = moment("2026-11-20")


class Place(NamedTuple):
    """A copy of the installation to break: its file, that of yesterday's backup, its attached files, the checkpoint outside."""

    path: Path
    yesterday: Path
    files: Path
    outside: Path

    def run(self, *statements: str) -> None:
        """Changes rows with triggers, foreign keys and checks out of the way."""
        with sqlite3.connect(self.path, isolation_level=None) as connection:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
            connection.execute("PRAGMA ignore_check_constraints = ON")
            for statement in (*(f"DROP TRIGGER {name}" for (name,) in names), *statements):
                connection.execute(statement)
        connection.close()

    def rows(self, question: str) -> list[dict]:
        """The rows of a question."""
        connection = sqlite3.connect(self.path)
        connection.row_factory = sqlite3.Row
        found = [dict(row) for row in connection.execute(question)]
        connection.close()
        return found


class Attack(NamedTuple):
    """What is done, and a part of what `verify` says: given the newest checkpoint taken before, and without one (None: nothing).

    What is `done` is a function of the place, or statements that both databases understand.
    """

    title: str
    done: Callable[[Place], None] | tuple[str, ...]
    given: str
    without: str | None

    def does(self, at: Place) -> None:
        """Does it."""
        at.run(*self.done) if isinstance(self.done, tuple) else self.done(at)


def changed(column: str) -> Callable[[Place], None]:
    """One bit of a column of the second entry of case 2; a column without a value is given one."""
    bit = 1 << 10 if column in ("id", "case_id") else 1  # the lowest one would make it another row's key

    def does(at: Place) -> None:
        (row,) = at.rows(f"SELECT {column} AS held FROM entry WHERE case_id = 2 AND number = 2")
        at.run(f"UPDATE entry SET {column} = {flipped(row['held'], bit)} WHERE case_id = 2 AND number = 2")

    return does


def flipped(held: object, bit: int = 1) -> str:
    """A value with one bit changed, of texts and bytes the last, as SQL."""
    if isinstance(held, int):
        return str(held ^ bit)
    if isinstance(held, bytes):
        return f"X'{held[:-1].hex()}{held[-1] ^ 1:02x}'"
    return f"'{held[:-1]}{chr(ord(held[-1]) ^ 1)}'" if isinstance(held, str) and held else "'1'"


def removed(*entries: tuple[int, int]) -> list[str]:
    """Statements that remove entries with their texts."""
    found = []
    for case, number in entries:
        which = f"SELECT id FROM entry WHERE case_id = {case} AND number = {number}"
        found += [f"DELETE FROM entry_text WHERE entry_id = ({which})", f"DELETE FROM entry WHERE id = ({which})"]
    return found


def fitting(case: int) -> str:
    """A statement that makes the case say what is its last entry now."""
    last = f"FROM entry WHERE case_id = {case} ORDER BY number DESC LIMIT 1"
    return f'UPDATE "case" SET last_number = (SELECT number {last}), last_hash = (SELECT hash {last}) WHERE id = {case}'


def case_removed(case: int) -> list[str]:
    return [
        f"DELETE FROM entry_text WHERE entry_id IN (SELECT id FROM entry WHERE case_id = {case})",
        f"DELETE FROM entry WHERE case_id = {case}",
        f"DELETE FROM pending WHERE case_id = {case}",
        f'DELETE FROM "case" WHERE id = {case}',
    ]


NO_LOG = ("DELETE FROM leaf", "DELETE FROM tile", "DELETE FROM checkpoint")
"""The log is thrown away; the product makes it anew from the entries that are there."""


def newest_hundred(at: Place) -> None:
    """With their log tail, so that nothing in the database tells of them; the seals of events are among them."""
    newest = at.rows("SELECT case_id, number FROM entry ORDER BY id DESC LIMIT 100")
    alone = [statement for each in newest if each["number"] == 1 for statement in case_removed(each["case_id"])]
    tail = [(each["case_id"], each["number"]) for each in newest if each["number"] > 1]
    at.run(*alone, *removed(*tail), *(fitting(case) for case in {case for case, _ in tail}), *NO_LOG)


def resealed(at: Place, case: int, rows: list[dict]) -> list[str]:
    """Statements that write the entries of a case anew, each with a right number, previous hash and hash."""
    previous, found = bytes(32), [f"DELETE FROM entry WHERE case_id = {case}"]
    for number, row in enumerate(rows, 1):
        row |= {"number": number, "previous_hash": previous}
        previous = row["hash"] = seal(row)
        names = [name for name in row if name != "xid"]
        values = ", ".join(told(row[name]) for name in names)
        found.append(f"INSERT INTO entry ({', '.join(names)}) VALUES ({values})")
    return [*found, fitting(case)]


def told(value: object) -> str:
    """A value as SQL."""
    if isinstance(value, bytes):
        return f"X'{value.hex()}'"
    return (
        "NULL"
        if value is None
        else str(value)
        if isinstance(value, int)
        else "'{}'".format(str(value).replace("'", "''"))
    )


def inserted(at: Place) -> list[str]:
    """One more refusal among those of case 1, all hashed anew."""
    rows = at.rows("SELECT * FROM entry WHERE case_id = 1 ORDER BY number")
    (last,) = at.rows("SELECT max(id) AS id FROM entry")
    return resealed(at, 1, [*rows[:2], {**rows[2], "id": last["id"] + 1, "step": "talk"}, *rows[2:]])


def swapped(at: Place) -> list[str]:
    """Two refusals of case 1, all hashed anew."""
    rows = at.rows("SELECT * FROM entry WHERE case_id = 1 ORDER BY number")
    rows[2], rows[4] = {**rows[4], "id": rows[2]["id"]}, {**rows[2], "id": rows[4]["id"]}
    return resealed(at, 1, rows)


def newest_replaced(at: Place) -> None:
    """The newest entry, which is in the log already, goes; its case fits, and one more is recorded there."""
    (newest,) = at.rows("SELECT id, case_id, number FROM entry ORDER BY id DESC LIMIT 1")
    rows = at.rows(f"SELECT * FROM entry WHERE case_id = {newest['case_id']} ORDER BY number")
    more = {**rows[-1], "id": newest["id"] + 1, "step": "talk"}
    at.run(*removed((newest["case_id"], newest["number"])), *resealed(at, newest["case_id"], [*rows[:-1], more]))


def events_resealed(at: Place) -> None:
    """Another person in the second event of a stream, and all from there on hashed anew."""
    previous, statements = bytes(32), []
    for row in at.rows("SELECT * FROM event WHERE stream_id = 5 ORDER BY number"):
        row |= {"previous_hash": previous, **({"person_id": 1} if row["number"] == 2 else {})}
        previous = seal(row, OF_EVENT)
        said = f"person_id = {row['person_id']}, previous_hash = {told(row['previous_hash'])}, hash = {told(previous)}"
        statements.append(f"UPDATE event SET {said} WHERE id = {row['id']}")
    at.run(*statements)


def event_cut_and_seals_forged(at: Place) -> None:
    """Every seal is made anew of the events that are left, and its entry with all after it hashed anew."""
    at.run(*EVENT_CUT)
    (root,) = at.rows("SELECT DISTINCT case_id FROM entry WHERE step = 'seal_events'")
    rows = at.rows(f"SELECT * FROM entry WHERE case_id = {root['case_id']} ORDER BY number")
    events, before = at.rows("SELECT id, hash FROM event ORDER BY id"), NOTHING
    for row in (row for row in rows if row["step"] == "seal_events"):
        through = seal_from(row["facts"]).through
        own = [(each["id"], each["hash"]) for each in events if before.through < each["id"] <= through]
        before = over(before, own)._replace(through=through)
        row["facts"] = canonical({"facts": before.facts()})
    at.run(*resealed(at, root["case_id"], rows))


def event_cut_and_log_anew(at: Place) -> None:
    """The same, and the log is thrown away."""
    event_cut_and_seals_forged(at)
    at.run(*NO_LOG)


def restored(at: Place) -> None:
    """Yesterday's backup in place of today's database."""
    shutil.copy(at.yesterday, at.path)


def forked(at: Place) -> None:
    """From yesterday's backup on another history, signed with the log's own key."""
    restored(at)
    for _ in range(4):
        at.run(*inserted(at))
    at.run(*NO_LOG)
    bring(at, KEY)


def wrong_key(at: Place) -> None:
    """The log signs with a key of its own that nobody was given."""
    at.run(f"UPDATE log_key SET public_key = '{OTHER_KEY.public}'", "DELETE FROM checkpoint")
    bring(at, OTHER_KEY)


def bring(at: Place, key) -> None:
    database = Database(f"sqlite:///{at.path}")
    bring_up_to_date(database)
    with database.work() as work:
        sign(work.session, key, AT)
        work.commit()
    database.dispose()


def file_swapped(at: Place) -> None:
    """The content of an attached file, in the folder."""
    (sha256,) = (each["sha256"] for each in at.rows("SELECT sha256 FROM file"))
    place(at.files, sha256).write_bytes(b"%PDF-1.7 another")


def file_removed(at: Place) -> None:
    (sha256,) = (each["sha256"] for each in at.rows("SELECT sha256 FROM file"))
    place(at.files, sha256).unlink()


def run(*statements: str) -> Callable[[Place], None]:
    return lambda at: at.run(*statements)


def made(*kinds: Callable[[Place], list[str]], then: tuple[str, ...] = ()) -> Callable[[Place], None]:
    """Runs the statements these give, and some more."""
    return lambda at: at.run(*(statement for kind in kinds for statement in kind(at)), *then)


FORK = "日志与检查点“outside”"
CUT = "检查点“outside”有 "
ANOTHER = "与日志第 "
GONE = "的记录不在了"
UNTRUSTED = "检查点“outside”不能用来核对"
EVENT_CHANGED, EVENT_GONE = "案件 5 的事件第 2 条：内容与其散列值不符", "案件 5 的事件：缺少第 2 至 2 条"
SEALED_GONE, SEALED_CHANGED = "已被删去，编号", "与封存时不同"
EVENT_CUT = ("DELETE FROM event WHERE stream_id = 5 AND number = (SELECT max(number) FROM event WHERE stream_id = 5)",)
SWAP = "UPDATE entry SET number = {} WHERE case_id = 1 AND number = {}"
SWAPS = tuple(SWAP.format(new, old) for old, new in ((3, 9), (4, 3), (9, 4)))

ATTACKS = (
    Attack("从中间删去一条记录", (*removed((2, 1)),), GONE, GONE),
    Attack("从案件末尾删去一条记录，案件改成与之相合", (*removed((2, 2)), fitting(2)), GONE, GONE),
    Attack("删去最新的一百条记录，连同日志的末尾和检查点", newest_hundred, CUT, None),
    Attack("删去最新的一条记录，再办理一条", newest_replaced, GONE, GONE),
    Attack("对调两条记录的编号", SWAPS, "内容与其散列值不符", "内容与其散列值不符"),
    Attack("对调两条记录，散列值全部重算", made(swapped), ANOTHER, ANOTHER),
    Attack("对调两条记录，散列值全部重算，日志重做", made(swapped, then=NO_LOG), FORK, None),
    Attack("插入一条散列值正确的记录，其后全部重算", made(inserted), ANOTHER, ANOTHER),
    Attack("插入一条散列值正确的记录，其后全部重算，日志重做", made(inserted, then=NO_LOG), FORK, None),
    Attack("删去整个案件", (*case_removed(3),), GONE, GONE),
    Attack("删去整个案件，日志重做", run(*case_removed(3), *NO_LOG), CUT, None),
    Attack("替换一段个人文字", ("UPDATE entry_text SET text = '李四' WHERE field = 'talkers.0.name'",), "原文已被替换", "原文已被替换"),
    Attack("依决定删除之后又写上别的文字", run("INSERT INTO entry_text SELECT entry.id, 'talkers.0.name', zeroblob(16), '李四' FROM entry JOIN entry AS e ON e.case_id = entry.case_id AND e.refers_to = entry.number WHERE e.kind = 'erasure'"), "原文已被替换", "原文已被替换"),
    Attack("没有决定就删去个人文字", ("DELETE FROM entry_text WHERE field = 'talkers.1.name'",), "而没有删除它的记录", "而没有删除它的记录"),
    Attack("改动一条事件（谁打开过案件）", ("UPDATE event SET person_id = person_id + 1 WHERE stream_id = 5 AND number = 2",), EVENT_CHANGED, EVENT_CHANGED),
    Attack("从中间删去一条事件", ("DELETE FROM event WHERE stream_id = 5 AND number = 2",), EVENT_GONE, EVENT_GONE),
    Attack("从末尾截去一条事件", EVENT_CUT, SEALED_GONE, SEALED_GONE),
    Attack("改动一条事件，其后全部重算", events_resealed, SEALED_CHANGED, SEALED_CHANGED),
    Attack("事件整条流删去", ("DELETE FROM event WHERE stream_id = 5",), SEALED_GONE, SEALED_GONE),
    Attack("从末尾截去一条事件，封存改成与之相合，其后全部重算", event_cut_and_seals_forged, ANOTHER, ANOTHER),
    Attack("从末尾截去一条事件，封存改成与之相合，日志重做", event_cut_and_log_anew, FORK, None),
    Attack("恢复昨天的备份", restored, CUT, None),
    Attack("用真的密钥签了两个版本", forked, FORK, None),
    Attack("换成另一把密钥签名", wrong_key, UNTRUSTED, None),
    Attack("改动日志图块", run("UPDATE tile SET hashes = CAST(zeroblob(32) || substr(hashes, 33) AS BLOB) WHERE level = 0"), ANOTHER, ANOTHER),
    Attack("替换附件的内容", file_swapped, "文件已被替换", "文件已被替换"),
    Attack("删去附件", file_removed, "请从备份中取回", "请从备份中取回"),
)  # fmt: skip
