"""`zhibu user reset`, and what the door keeps, on both databases."""

import re
import threading
from datetime import timedelta

import pytest
from click.testing import CliRunner

from models.accounts import account_of
from models.databases import Database
from tests.live.town import moment
from web.cli import main
from web.door import proved, tried

AT = moment("2026-01-05")


@pytest.fixture
def begun(database) -> tuple[str, list[str]]:
    """A database after `zhibu init`: its address and the administrators' passwords."""
    output = run("init", database.owner_url, "--app-role", "zhibu_app").output
    return database.owner_url, re.findall(r"口令 (\S{19})", output)


def run(*arguments: str, input: str = "", code: int = 0):
    result = CliRunner().invoke(main, list(arguments), input=input)
    assert result.exit_code == code, result.output + repr(result.exception)
    return result


def test_a_reset_by_command(begun):
    url, (own, others, _) = begun
    output = run("user", "reset", "security", "--by", "admin", "--database", url, input=own + "\n").output
    given = re.search(r"security 的新口令 (\S{19})（只显示这一次", output)[1]
    database = Database(url)
    with database.read() as session:
        account = account_of(session, "security")
        assert account.must_change and account.check_password(given) and not account.check_password(others)
    database.dispose()


@pytest.mark.parametrize(
    "login, typed, said",
    [("security", "wrong", "登录名或者口令不对"), ("nobody", "", "没有这个账号"), ("admin", "", "不能重置本人的账号")],
)
def test_a_reset_by_command_that_is_not_done(begun, login, typed, said):
    url, (own, *_) = begun
    result = run("user", "reset", login, "--by", "admin", "--database", url, input=(typed or own) + "\n", code=1)
    assert said in result.output and "新口令" not in result.output


def test_the_lock_on_both_databases(begun):
    """The moment it ends is kept in UTC, whatever the database's own zone is."""
    database = Database(begun[0])
    for passed, locked in ((timedelta(0), True), (timedelta(minutes=15), False)):
        with database.work() as work:
            account = account_of(work.session, "admin")
            for _ in range(5 if locked else 0):
                account.missed(AT)
            work.commit()
        with database.read() as session:
            assert (account_of(session, "admin").locked(AT + passed) is not None) is locked
    database.dispose()


def test_wrong_tries_at_once_are_all_counted_on_both_databases(begun):
    database, answers = Database(begun[0]), []
    with database.read() as session:
        attempt = tried(account_of(session, "admin"), "错误")

    def once() -> None:
        with database.work() as work:
            answers.append(proved(work.session, attempt, AT)[1])
            work.commit()

    threads = [threading.Thread(target=once) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sum("已锁定" in answer for answer in answers) == 4 and len(answers) == 8
    with database.read() as session:
        assert account_of(session, "admin").failures == 5
    database.dispose()
