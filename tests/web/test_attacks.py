"""Every attack of tests/web/attacks.py is found as its table says, with the newest checkpoint of before and without one."""

import io
import shutil
import sqlite3
from pathlib import Path

import pytest

from models import databases
from models.databases import Database
from models.events import CASE, Stream
from models.files import StoredFile
from tests.live.breaking import break_in
from tests.live.conftest import town  # noqa: F401 (a fixture)
from tests.live.founded import journal_of_the_root
from tests.live.test_log import begin, cases
from tests.live.town import FLOW, Town, moment
from tests.proof.sample import KEY, OTHER_KEY
from web.attached_files import NO_FOLDER
from web.commands.audit_verify import findings
from web.log_keeping import seal_and_bring
from web.stored import store
from workflows.engine.dossier import Attached
from workflows.engine.errors import WorkflowError
from workflows.engine.perform import perform
from workflows.office.events import EVERYTHING, Happened, record
from workflows.proof.live.keeping import sign

from .attacks import (
    ANOTHER,
    AT,
    ATTACKS,
    COLUMNS,
    CUT,
    EVENT_CHANGED,
    EVENT_CUT,
    EVENT_GONE,
    FORK,
    GONE,
    SEALED_CHANGED,
    SEALED_GONE,
    UNTRUSTED,
    Attack,
    Place,
    changed,
    flipped,
    wrong_key,
)

DECISION = {"number": "示例〔2026〕9号", "on": "2026-06-02", "reason": "本人申请。"}
TABLE = Path(__file__).parents[2] / "docs" / "attacks.md"


@pytest.fixture(scope="module")
def standing(tmp_path_factory) -> Place:
    """110 cases, the first with texts, refusals and a file, another with a text that was erased; events; a backup, more, a checkpoint.
    The journal of the root has a seal of the events in the backup, and one of later events."""
    folder = tmp_path_factory.mktemp("standing")
    path = folder / "zhibu.db"
    url = f"sqlite:///{path}"
    databases.create(url)
    built = Town(url, url)
    begin(built)
    many(built, folder / "files")
    signed(built)
    copied(path, folder / "yesterday.db")
    cases(built, 2)
    refused(built, 1, "2026-06-04")
    looked_into(built)
    (folder / "outside").write_text(signed(built))
    built.close()
    copied(path, folder / "whole.db")
    return Place(folder / "whole.db", folder / "yesterday.db", folder / "files", folder / "outside")


def many(built: Town, files: Path) -> None:
    for case in cases(built, 5):
        built.take(case, "talk", "2026-06-02", talkers=[{"name": "周敏"}, {"name": "赵强"}])
    refused(built, 1, "2026-06-03")
    refused(built, 1, "2026-06-03")
    kept = store(files, "申请书.pdf", io.BytesIO(b"%PDF-1.7"))
    with built.working() as work:
        work.session.add(
            StoredFile(sha256=kept.sha256, size=kept.size, media_type=kept.media_type, stored_on=AT.date())
        )
        attached = (Attached(kept.sha256, kept.name),)
        perform(
            work,
            FLOW,
            5,
            "withdraw",
            {"on": "2026-06-03"},
            built.actor("王芳"),
            2,
            moment("2026-06-03"),
            files=attached,
        )
    number = built.propose(4, "erase", "王芳", "2026-06-03", entry=2, fields=["talkers.0.name"], **DECISION).number
    built.confirm(4, number, "孙丽", "2026-06-03")
    journal_of_the_root(built)
    cases(built, 105)
    looked_into(built)


def looked_into(built: Town) -> None:
    with built.database.work() as work:
        for name in ("王芳", "孙丽", "王芳"):
            record(work.session, Happened(Stream(CASE, 5), "opened", person=built.people[name]), AT)
        record(work.session, Happened(EVERYTHING, "signed_in"), AT)
        work.commit()


def refused(built: Town, case: int, day: str) -> None:
    with pytest.raises(WorkflowError):
        built.take(case, "file_activist", day, who="王芳")


def signed(built: Town) -> str:
    seal_and_bring(built.database, AT)
    with built.database.work() as work:
        note = sign(work.session, KEY, AT).note
        work.commit()
    return note


def copied(path: Path, to: Path) -> None:
    """The whole database in one file."""
    with sqlite3.connect(path) as source, sqlite3.connect(to) as target:
        source.backup(target)
    source.close()
    target.close()


@pytest.fixture
def at(standing, tmp_path) -> Place:
    """A copy to break."""
    shutil.copy(standing.path, tmp_path / "zhibu.db")
    shutil.copytree(standing.files, tmp_path / "files")
    return Place(tmp_path / "zhibu.db", standing.yesterday, tmp_path / "files", standing.outside)


def verified(at: Place, keys=()) -> tuple[list[str], list[str]]:
    """What `verify` says given the checkpoint outside, and what of that it says without."""
    url = f"sqlite:///{at.path}"
    database = Database(url)
    try:
        found = list(findings(database, url, [("outside", at.outside.read_bytes())], list(keys), files=at.files))
    finally:
        database.dispose()
    return [str(each) for each in found], [str(each) for each in found if each.facts.get("name") != "outside"]


def test_what_nobody_attacked_is_sound(at):
    assert verified(at, [KEY.public]) == ([], [])


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.title)
def test_an_attack_is_found_as_the_table_says(at, attack: Attack):
    attack.does(at)
    given, without = verified(at)
    assert [each for each in given if attack.given in each], given
    if attack.without is None:
        assert without == []
    else:
        assert [each for each in without if attack.without in each], without


@pytest.mark.parametrize("column", COLUMNS)
def test_one_bit_of_any_column_is_found(at, column):
    changed(column)(at)
    about = {"case_id": "案件 2：", "number": "案件 2：", "id": "的记录不在了"}.get(column, "案件 2 第 2 条")
    without = verified(at)[1]
    assert [each for each in without if about in each], without


def test_a_bit_is_a_bit():
    assert [flipped(each) for each in (6, "01", b"\1\2", None, "")] == ["7", "'00'", "X'0103'", "'1'", "'1'"]


def test_another_key_in_force_is_found_by_whoever_has_the_right_one(at):
    wrong_key(at)
    assert [each for each in verified(at, [KEY.public])[1] if "不在另行取得的公钥之内" in each]
    assert verified(at, [OTHER_KEY.public])[1] == []


def test_what_happened_after_the_last_seal_can_be_cut_unseen(at):
    database = Database(f"sqlite:///{at.path}")
    with database.work() as work:
        record(work.session, Happened(Stream(CASE, 5), "opened", person=1), AT)
        work.commit()
    at.run(*EVENT_CUT)
    assert verified(at) == ([], [])
    at.run(*EVENT_CUT)
    assert len(verified(at)[1]) == 1
    database.dispose()


def test_a_folder_of_files_that_is_not_there_is_said_once(at):
    shutil.rmtree(at.files)
    assert verified(at)[0] == [NO_FOLDER % {"folder": at.files}]


FOUND_BY = {
    FORK: "日志分叉",
    CUT: "日志被截短",
    GONE: "日志有，记录没有",
    ANOTHER: "记录与日志不符",
    UNTRUSTED: "检查点不由现用的密钥签名",
    "内容与其散列值不符": "散列值不符",
    "而没有删除它的记录": "原文不见了",
    EVENT_CHANGED: "事件的散列值不符",
    EVENT_GONE: "事件缺条",
    SEALED_GONE: "封存的事件缺条",
    SEALED_CHANGED: "事件与封存不符",
    "请从备份中取回": "附件不见了",
}


def row(attack: Attack) -> str:
    by = FOUND_BY.get(attack.given, attack.given)
    return f"| {attack.title} | 能（{by}） | {'能' if attack.without else '不能'} |"


def test_the_table_says_so():
    told = TABLE.read_text(encoding="utf-8").splitlines()
    wanted = [row(attack) for attack in ATTACKS]
    assert [line for line in told if line.startswith("| ") and line in wanted] == wanted, "\n".join(wanted)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "attack", [each for each in ATTACKS if isinstance(each.done, tuple)], ids=lambda attack: attack.title
)
def test_an_attack_by_the_owner_of_postgresql_is_found_as_well(town, attack):  # noqa: F811
    begin(town)
    for case in cases(town, 3):
        town.take(case, "talk", "2026-06-02", talkers=[{"name": "周敏"}, {"name": "赵强"}])
    for _ in range(2):
        refused(town, 1, "2026-06-03")
    journal_of_the_root(town)
    looked_into(town)
    signed(town)
    break_in(town.owner_url, *attack.done)
    said = [str(each) for each in findings(town.database, town.owner_url, [], [])]
    assert [each for each in said if attack.without in each], said


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("column", ["case_id", "number", "actor_person_id", "actor_organisation_id", "hash"])
def test_a_key_of_an_entry_changed_by_the_owner_of_postgresql_is_found(town, column):  # noqa: F811
    """The other columns are tried on both databases in test_audit_verify."""
    begin(town)
    for case in cases(town, 2):
        town.take(case, "talk", "2026-06-02", talkers=[{"name": "周敏"}, {"name": "赵强"}])
    signed(town)
    value = f"{column} # 1024" if column != "hash" else "set_byte(hash, 31, get_byte(hash, 31) # 1)"
    change = f"UPDATE entry SET {column} = {value} WHERE case_id = 2 AND number = 2"
    break_in(town.owner_url, change)
    said = [str(each) for each in findings(town.database, town.owner_url, [], [])]
    assert [each for each in said if each.startswith("案件 2")], said
