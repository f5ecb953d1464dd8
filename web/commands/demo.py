"""`zhibu demo`: a synthetic organisation in a database of its own, the published cases judged, and one case taken through."""

import sqlite3
import sys
from collections import Counter
from pathlib import Path

import click
from sqlalchemy import select

from models import databases
from models.accounts import Account
from models.databases import Database
from models.installation import NO_RULES
from web.commands.check import VERDICT_WORDS
from web.commands.journal import as_text, shown
from web.commands.opened import give_password, now
from web.commands.serve import run
from web.demo import cases, elections, live, log, published
from web.demo.town import COMMITTEE, DEPARTMENT, Town
from workflows.engine.check import verdict
from workflows.engine.errors import Refused
from workflows.engine.law import LawBook
from workflows.engine.perform.installation import book_from

OWN = "zhibu-demo.db"
ROOT = "示例县委组织部"


@click.command("demo")
@click.option("--database", "path", type=click.Path(path_type=Path), default=Path(OWN), help="示例数据库的文件。")
@click.option("--serve", "serving", is_flag=True, help="建立以后接着启动网页。")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="网页的端口。")
def demo(path: Path, serving: bool, port: int) -> None:
    """建立一个虚构的示例系统：党组织、人员和 40 个案件，走完一个案件的全程；加 --serve 就接着启动网页。"""
    click.echo("以下全部是虚构的示例：没有真实的党组织，也没有真实的人。")
    make_room(path)
    url, laws = f"sqlite:///{path}", book_from(NO_RULES)
    databases.create(url)
    database = Database(url)
    with database.work() as work:
        town = Town(work, now())
        settle(town)
        record_cases(town, laws)
        judge_published()
        case = walk(town, laws)
        elect(town)
        passwords = accounts(town)
        log.begin_log(work, ROOT, now())
        work.commit()
    click.echo(f"\n六、全程纪实（案件 {case}）")
    for row in shown(database, case):
        click.echo(as_text(row, "zh"))
    database.dispose()
    farewell(path, case, passwords)
    if serving:
        click.echo("")
        run(url, "127.0.0.1", port)


def make_room(path: Path) -> None:
    """Removes the demonstration's own earlier file; refuses to touch any other."""
    if path.exists():
        if not is_demonstration(path):
            raise click.ClickException(f"{path} 不是先前的示例数据库，没有改动：请换一个文件名（--database）")
        log.forget_key(path)
        for name in ("", "-wal", "-shm", ".lock"):
            Path(f"{path}{name}").unlink(missing_ok=True)


def is_demonstration(path: Path) -> bool:
    """Whether the root organisation in the file is the synthetic one; an interrupted demonstration has none yet."""
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            rows = connection.execute("SELECT name FROM organisation_state WHERE parent_id IS NULL").fetchall()
    except sqlite3.Error:
        return False
    return {name for (name,) in rows} <= {ROOT}


def settle(town: Town) -> None:
    """The organisations with their people."""
    click.echo("\n一、党组织、人员、党籍、职务（任职均由系统管理员提议、安全管理员确认）")
    for name in town.build():
        click.echo(f"  {name}", err=True)
    people = sum(len(place.members) + len(place.applicants) for place in town.places.values())
    click.echo(f"  共 {len(town.places)} 个党组织，其中 {len(town.branches)} 个支部，支部登记 {people} 人")


def record_cases(town: Town, laws: LawBook) -> None:
    """The 40 cases, and how they are judged."""
    click.echo("\n二、写入 40 个案件（历史档案，日期均相对于今天）")
    found, late = Counter[str](), 0
    with click.progressbar(cases.write_down(town, laws), 40, label="  写入", file=sys.stderr) as bar:
        for findings, overdue in bar:
            found[VERDICT_WORDS[verdict(findings)]] += 1
            late += bool(overdue)
    click.echo("  " + "，".join(f"{word} {count} 个" for word, count in found.items()) + f"；另有 {late} 个已经逾期")
    click.echo("  支线程序：" + "；".join(sketch.about for sketch in cases.SIDE))


def judge_published() -> None:
    """The published cases, each with its verdict."""
    click.echo("\n三、评判公开发表的案例（按行为之日有效的条文）")
    for row in published.judged():
        reached = row.answer["verdict"]
        agrees = "一致" if reached == row.verdict else "逐项判断，见 tests/published"
        click.echo(f"  {row.ref}  {VERDICT_WORDS[reached]}（与发表的结论{agrees}）")


def walk(town: Town, laws: LawBook) -> int:
    """One case from application to archive; answers its number."""
    click.echo("\n四、一个案件从申请走到归档（逐步经过职务、次序和条文的检查）")
    case = 0
    for came in live.walk(town, laws):
        if isinstance(came, Refused):
            click.echo(f"  第 {came.entry.number} 条 【不予办理】" + str(came).replace("\n", "\n    "))
        else:
            case = came.case_id
            click.echo(f"  第 {came.number} 条 {live.title(came.step)} → {live.stage(came.stage)}")
    return case


def elect(town: Town) -> None:
    """The two elections."""
    click.echo("\n五、两个选举（换届）")
    held = elections.begin(town)
    counted, reminded = (town.places[key].name for key in (elections.COUNTED, elections.REMINDED))
    click.echo(
        f"  案件 {held[elections.COUNTED]}  {counted}：大会今天已投票，等待两人录入计票（可用 secretary 和 deputy）"
    )
    click.echo(f"  案件 {held[elections.REMINDED]}  {reminded}：今天刚收到换届提醒，等待签收")


ACCOUNTS = (  # login, place, post
    ("secretary", "1", "secretary"),
    ("deputy", "1", "deputy"),
    ("organiser", COMMITTEE, "organiser"),
    ("committee", COMMITTEE, "secretary"),
    ("staff", DEPARTMENT, "staff"),
    ("auditor", DEPARTMENT, "auditor"),
)


def accounts(town: Town) -> dict[str, str]:
    """Accounts for those who would use the pages: of a branch, its committee and the department, and the administrators."""
    for login, place, post in ACCOUNTS:
        person = town.places[place].posts[post]
        town.take(town.places[place], "open_account", person=person, login=login)
        town.passwords[login] = give_password(town.work.session, person)
    for account in town.work.session.scalars(select(Account)):
        account.must_change = False  # whoever tries the demonstration needs no password of his own
    return town.passwords


WHO = {
    "admin": "系统管理员（登记人员、提议任职、设置）",
    "security": "安全管理员（确认任职、免职、登记权限）",
    "audit": "审计管理员（查阅纪实和日志，不办理任何步骤）",
    "secretary": "示例第一支部书记（办理本支部的步骤）",
    "deputy": "示例第一支部副书记（本支部步骤的更正由他作第二人；上级的步骤由上级党委提出更正）",
    "organiser": "示例镇党委组织员（预审、审批）",
    "committee": "示例镇党委书记",
    "staff": "示例县委组织部工作人员（备案）",
    "auditor": "示例县委组织部审计人员（检查发现）",
}


def farewell(path: Path, case: int, passwords: dict[str, str]) -> None:
    """What to try next."""
    option = "" if path == Path(OWN) else f" --database sqlite:///{path}"
    if not option:
        click.echo(f"\n示例数据库：{path}（先 export ZHIBU_DATABASE=sqlite:///{path}）")
    click.echo("账号（口令每次重新生成，只显示这一次）：")
    for login, password in passwords.items():
        click.echo(f"  {login:<10} {password}  {WHO[login]}")
    click.echo("接下来可以试试：")
    for command in (f"journal show {case}{option}", f"plan {case}{option}", f"rebuild --check{option}"):
        click.echo(f"  zhibu {command}")
