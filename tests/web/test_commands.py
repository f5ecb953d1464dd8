"""The commands on a database: init, user, journal, backup, restore; refused where they must be."""

import json
import re
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import make_url, select

from models.accounts import account_of
from models.databases import Database, owner
from models.organisations import OrganisationState
from models.posts import APART, Post
from web import dumps
from web.cli import main

PASSWORD = re.compile(r"口令 ((?:[a-z2-9]{4}-?){4})")


def run(*arguments: str, input: str = "", code: int = 0) -> Result:
    result = CliRunner().invoke(main, list(arguments), input=input)
    assert result.exit_code == code, result.output + repr(result.exception)
    return result


@pytest.fixture
def begun(database) -> tuple[str, list[str]]:
    """A database after `zhibu init`: its address and the administrators' passwords."""
    output = run("init", database.owner_url, "--app-role", "zhibu_app", "--name", "示例县委组织部").output
    return database.owner_url, PASSWORD.findall(output)


def add(url: str, *more: str, passwords: list[str], code: int = 0) -> Result:
    options = ("--name", "王芳", "--organisation", "示例县委组织部", "--database", url, *more)
    return run("user", "add", "wangfang", *options, input="\n".join(passwords) + "\n", code=code)


def rows(url: str, model) -> list:
    database = Database(url)
    with database.read() as session:
        found = list(session.scalars(select(model)))
    database.dispose()
    return found


def test_init_founds_the_root_and_three_administrators_apart(begun):
    url, passwords = begun
    assert [state.name for state in rows(url, OrganisationState)] == ["示例县委组织部"]
    assert [post.post for post in rows(url, Post)] == list(APART[:3])
    database = Database(url)
    with database.read() as session:
        accounts = [account_of(session, login) for login in ("admin", "security", "audit")]
    assert all(account.check_password(password) for account, password in zip(accounts, passwords, strict=True))
    database.dispose()


def test_init_leaves_a_database_with_organisations_alone(begun):
    assert "没有改动" in run("init", begun[0], code=1).output
    assert len(rows(begun[0], OrganisationState)) == 1


def test_a_user_is_added_with_a_post_by_two_persons(begun):
    url, passwords = begun
    result = add(url, "--post", "staff", "--confirmed-by", "security", passwords=passwords[:2])
    assert "已任“工作人员”" in result.output and PASSWORD.search(result.output)
    assert rows(url, Post)[-1].post == "staff"


def test_without_a_second_person_the_post_waits(begun):
    url, passwords = begun
    output = add(url, "--post", "staff", passwords=passwords[:1]).output
    assert len(rows(url, Post)) == 3
    number = re.search(r"第 (\d+) 条", output)[1]
    confirm = ("user", "confirm", "1", number, "--database", url, "--by")
    assert "由安全管理员办理" in run(*confirm, "admin", input=passwords[0] + "\n", code=1).output
    run(*confirm, "security", input=passwords[1] + "\n")
    assert len(rows(url, Post)) == 4


def test_an_installation_without_a_security_administrator_gets_its_first_one(begun):
    url, passwords = begun
    with owner(url) as connection:
        connection.exec_driver_sql("DELETE FROM post WHERE post = 'security_administrator'")
    number = re.search(r"第 (\d+) 条", add(url, "--post", "staff", passwords=passwords[:1]).output)[1]
    confirm = ("user", "confirm", "1", number, "--database", url, "--by")
    assert "zhibu user security" in run(*confirm, "security", input=passwords[1] + "\n", code=1).output
    first = ("user", "security", "gaoyuan", "--name", "高远", "--by", "admin", "--database", url)
    output = run(*first, input=passwords[0] + "\n").output
    assert "已任“安全管理员”" in output
    run(*confirm, "gaoyuan", input=PASSWORD.search(output)[1] + "\n")
    assert [post.post for post in rows(url, Post)][-2:] == ["security_administrator", "staff"]
    assert "已有安全管理员" in run(*first, input=passwords[0] + "\n", code=1).output
    assert "确认任职" in run("journal", "show", "1", "--database", url).output


def test_a_wrong_password_adds_nobody(begun):
    assert "口令不对" in add(begun[0], passwords=["wrong"], code=1).output
    assert len(rows(begun[0], Post)) == 3


def test_the_journal_shows_entries_texts_and_refusals(begun):
    url, passwords = begun
    number = re.search(r"第 (\d+) 条", add(url, "--post", "staff", passwords=passwords[:1]).output)[1]
    run("user", "confirm", "1", number, "--by", "admin", "--database", url, input=passwords[0] + "\n", code=1)
    text = run("journal", "show", "1", "--database", url).output
    assert "姓名：王芳" in text and "第 1 条 1921-07-01 设立党组织" in text
    assert "【不予办理】确认任职" in text and "由安全管理员办理" in text
    lines = run("journal", "show", "1", "--json", "--database", url).output.splitlines()
    entries = [json.loads(line) for line in lines]
    assert [entry["number"] for entry in entries] == list(range(1, len(entries) + 1))
    assert entries[-1]["kind"] == "refusal" and entries[0]["mode"] == "history"
    english = run("journal", "show", "1", "--lang", "en", "--database", url).output
    assert "Found an organisation" in english and "[Refused]" in english


@pytest.mark.parametrize(
    "address, said",
    [
        ("sqlite:///no-such-file.db", "zhibu init"),
        ("not an address", "地址有误"),
        ("postgresql://localhost:1/x", "打不开"),
    ],
)
def test_a_database_that_is_not_there_is_said_in_words(address, said):
    assert said in run("journal", "show", "1", "--database", address, code=1).output
    assert not Path("no-such-file.db").exists()


def test_a_case_that_is_not_there_is_said_in_words(begun):
    assert "没有案件 99" in run("journal", "show", "99", "--database", begun[0], code=1).output


@pytest.fixture
def elsewhere(database, tmp_path, request) -> str:
    """The address of an empty database of the same kind."""
    if database.owner_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'restored.db'}"
    from tests.databases import _run

    server, name = request.getfixturevalue("postgres_server"), make_url(database.owner_url).database + "_r"
    _run(server, f"CREATE DATABASE {name} OWNER zhibu_owner")
    request.addfinalizer(lambda: _run(server, f"DROP DATABASE {name} WITH (FORCE)"))
    _run(server.set(database=name), "ALTER SCHEMA public OWNER TO zhibu_owner")
    return make_url(database.owner_url).set(database=name).render_as_string(hide_password=False)


def test_what_is_backed_up_can_be_restored(begun, elsewhere, tmp_path):
    url, passwords = begun
    add(url, "--post", "staff", "--confirmed-by", "security", passwords=passwords[:2])
    file = str(tmp_path / "backup")
    assert re.fullmatch(r"[0-9a-f]{64}  backup\n", run("backup", file, "--database", url).output)
    run("restore", file, elsewhere, "--app-role", "zhibu_app")
    shown = [run("journal", "show", "1", "--database", each).output for each in (url, elsewhere)]
    assert shown[0] == shown[1]
    assert "0 个不一致" in run("rebuild", "--check", "--database", elsewhere).output
    assert "不是空的" in run("restore", file, elsewhere, code=1).output


def test_a_backup_that_was_changed_is_not_restored(begun, elsewhere, tmp_path):
    file = tmp_path / "backup"
    run("backup", str(file), "--database", begun[0])
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    assert "校验值不符" in run("restore", str(file), elsewhere, code=1).output
    Path(f"{file}.sha256").unlink()
    assert "校验值不符" in run("restore", str(file), elsewhere, code=1).output


@pytest.mark.parametrize(
    "tampering, said",
    [
        ("UPDATE entry SET facts = '{\"facts\":{}}' WHERE number = 3", "第 3 条的内容与其散列值不符"),
        ("DELETE FROM entry_text; DELETE FROM entry WHERE number = 9", "末条与案件不符"),
    ],
)
def test_a_tampered_journal_is_not_restored_even_with_a_fitting_checksum(sqlite, tmp_path, tampering, said):
    """Whoever changes the file can also write a new checksum; the chain of hashes still tells."""
    run("init", sqlite.owner_url)
    file, target = tmp_path / "backup", tmp_path / "restored.db"
    run("backup", str(file), "--database", sqlite.owner_url)
    with sqlite3.connect(file) as connection:
        for table in ("entry", "entry_text"):
            for event in ("update", "delete", "insert"):
                connection.execute(f"DROP TRIGGER IF EXISTS {table}_{event}")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.executescript(tampering)
    connection.close()
    dumps.written_checksum(str(file))
    result = run("restore", str(file), f"sqlite:///{target}", code=1)
    assert said in result.output and "没有恢复" in result.output
    assert not target.exists() and not list(tmp_path.glob("*.restoring*"))


def test_a_backup_overwrites_nothing(begun, tmp_path):
    file = tmp_path / "backup"
    file.write_text("先前的备份", encoding="utf-8")
    assert "已经存在" in run("backup", str(file), "--database", begun[0], code=1).output
    assert file.read_text(encoding="utf-8") == "先前的备份"
