"""A whole election in the browser: three from four candidates by seven members, from the reminder to the archive, with a tie."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from models import databases
from models.posts import Post
from models.terms import term_on
from tests.election.live.branch import ASKED, FIXED, MEETING, NOMINATED, PLANNED, REMINDED, moment
from tests.pages.conftest import Site
from tests.pages.electing import Electing
from workflows import flow
from workflows.engine.perform.rebuild import differences

from .acting import fill, press
from .room import Room, Votes, sound
from .windows import pictured, words

STAND = {"members": ("王芳", "孙丽", "何静", "陈刚"), "secretary": ("王芳",), "deputy": ("孙丽",)}
TITLES = {"members": "委员", "secretary": "书记", "deputy": "副书记"}
FIRST = {"王芳": (7, 0, 0), "孙丽": (6, 1, 0), "何静": (4, 3, 0), "陈刚": (4, 3, 0)}
SECOND = {"何静": (4, 3, 0), "陈刚": (3, 4, 0)}
ALL_FOR = {"in_favour": "7", "against": "0", "abstain": "0"}
KEYERS = ("赵强", "沈干事")


@pytest.fixture
def site(chromium, sqlite, tmp_path) -> Iterator[Site]:
    """The branch that elects; the browser is asked for first."""
    databases.create(sqlite.owner_url)
    town = Electing(sqlite.app_url)
    made = Site(town, tmp_path / "files")  # type: ignore[arg-type]
    yield made
    made.app.extensions["zhibu"].database.dispose()
    town.close()


class Watched(Room):
    """The room with a look at the sheet as it is keyed and at the reasoning before it is confirmed."""

    def keyed(self, page: Any, who: str, votes: Votes) -> None:
        if who == KEYERS[0] and len(votes) == 4:
            sound(page)
            pictured(page, "election-keying", whole=True)

    def counted(self, page: Any) -> None:
        sound(page)


def reminded(room: Room) -> None:
    """The organiser goes from the terms to the reminder."""
    with room.window("吴干事", REMINDED) as page:
        page.goto("/terms")
        page.get_by_role("link", name="换届提醒 示例第一支部").click()
        sound(page)
        fill(page, {"on": REMINDED, "addressee": "示例第一支部"})
        page.select_option("[name=means]", "letter")
        press(page, "核对")
        press(page, "确认办理")
        assert "已提醒换届" in words(page)
        room.case = int(page.url.rsplit("/", 1)[1])
        sound(page)


def planned(room: Room) -> None:
    """The branch plans, asks and is answered."""
    with room.window("王芳", REMINDED) as page:
        page.goto("/")
        page.get_by_role("link", name="签收换届提醒").click()
        assert page.url.endswith("/acknowledge")
    room.take("acknowledge", REMINDED)
    with room.step("decide_election", PLANNED) as page:
        page.select_option("[name=body]", "committee")
        page.select_option("[name=meeting]", "member_meeting")
        fill(page, {"seats": "3", "deputies": "1", "meets_on": MEETING})
    room.take("request_election", ASKED, number="示例〔2026〕1号")
    room.take("reply_election", ASKED, "吴干事", {"agreed": "yes"}, number="示例批〔2026〕1号")


def nominated(room: Room) -> None:
    """The members nominate; those named are proposed, agreed to, and stand in the order of strokes."""
    rows = [(name, position) for position, names in STAND.items() for name in names]
    with room.step("nominate", NOMINATED) as page:
        room.rows(page, "nominees", rows, "position")
    room.take("propose_candidates", NOMINATED)  # filled in from the nominations
    room.take("request_candidates", NOMINATED)
    room.take("agree_candidates", NOMINATED, "吴干事", {"agreed": "yes"}, number="示例批〔2026〕2号")
    room.take("fix_candidates", FIXED)  # filled in from those agreed to
    room.look("王芳", FIXED, "/roll", "正式党员 7 人 = 应到会 7 人")


def gathered(room: Room) -> None:
    """The roll is frozen, everybody is there, method and scrutineers are passed."""
    room.take("freeze_roll", MEETING)
    with room.step("open_meeting", MEETING) as page:
        sound(page)
        press(page, "全选")
        assert page.locator("[name=attending]:checked").count() == 7
        room.choose(page, "chair.0.person", "王芳")
    room.look("王芳", MEETING, "/roll", "达到规定人数", "election-roll")
    room.take("report_work", MEETING)
    room.take("pass_method", MEETING, **ALL_FOR)
    with room.step("confirm_scrutineers", MEETING) as page:
        fill(page, ALL_FOR)
        room.rows(page, "scrutineers", (("周敏", "scrutineer"), ("赵强", "teller")), "task")
    room.take("introduce_candidates", MEETING)


def differing(room: Room) -> None:
    """Two key differently: both see in what, and one keys that again from the paper."""
    query = "?ballot=members&round=1"
    room.key(KEYERS[0], FIRST, query)
    room.key(KEYERS[1], {**FIRST, "孙丽": (5, 2, 0)}, query)
    room.look("王芳", MEETING, "/counts", "孙丽的赞成", "election-counts")
    with room.step("key_count", MEETING, KEYERS[1], query) as page:
        assert "孙丽的赞成" in words(page) and page.locator(".count-sheet input.form-control").count() == 2
        sound(page)
        fill(page, {"votes.1.in_favour": "6", "votes.1.against": "1"})
    with room.step("confirm_count", MEETING, "王芳", query) as page:
        room.choose(page, "scrutineers.0.person", "周敏")


def elected(room: Room) -> None:
    """The tie, its second ballot, the announcement, the first meeting with its heads."""
    differing(room)
    room.look("王芳", MEETING, "/result", "何静、陈刚 都是 4 票")
    room.look("王芳", MEETING, "", "委员 第 2 轮", "election")
    room.count("members", 2, SECOND, "应选名额已经选足")
    room.take("announce_result", MEETING)
    with room.step("hold_first_meeting", MEETING, "王芳", "?body=members") as page:
        press(page, "全选")
        assert page.locator("[name=attending]:checked").count() == 3
        room.choose(page, "chair.0.person", "王芳")
        fill(page, {**ALL_FOR, "in_favour": "3"})
        room.rows(page, "scrutineers", [("何静", "scrutineer")], "task")
    room.scrutineer = "何静"  # the only one of the three who stands for no head
    room.count("secretary", 1, {"王芳": (3, 0, 0)}, "当选：王芳")
    room.count("deputy", 1, {"孙丽": (2, 1, 0)}, "当选：孙丽")
    with room.step("divide_work", MEETING) as page:
        room.choose(page, "duties.0.person", "何静")
        page.select_option("[name='duties.0.duty']", "organisation")


def archived(room: Room) -> None:
    """The report, the superior's answers, handing over, the archive."""
    room.take("report_result", "2026-09-14")
    room.take("file_members", "2026-09-18", "吴干事", number="示例批〔2026〕3号")
    room.take("approve_heads", "2026-09-18", "吴干事", {"approved": "yes"})
    room.take("hand_over_duties", "2026-09-20")
    room.take("archive_election", "2026-09-21")


def stands(site: Site) -> None:
    """The term and the posts follow, and the journal folds to what the tables say."""
    town = site.town
    with town.database.work() as work:
        term = term_on(work.session, town.places["支部"], moment("2026-09-21").date())
        assert str(term.elected_on) == MEETING
        rows = select(Post.person_id, Post.post).where(
            Post.organisation_id == town.places["支部"], Post.stands(), Post.until_on.is_(None)
        )
        names = {number: name for name, number in town.people.items()}
        held = {(names[person], post) for person, post in work.session.execute(rows)}
        assert held >= {("王芳", "secretary"), ("孙丽", "deputy"), ("何静", "organisation_commissioner")}
        assert differences(work, flow("election"), town.row().id, moment("2026-09-21")) == []


def test_from_the_reminder_to_the_archive(site, windows):
    room = Watched(windows, site, KEYERS)
    reminded(room)
    planned(room)
    nominated(room)
    gathered(room)
    elected(room)
    archived(room)
    room.look("王芳", "2026-09-21", "", "新一届任职")
    room.look("王芳", "2026-09-21", "/result", "王芳、孙丽、何静", "election-result")
    room.look("吴干事", "2026-09-21", "/journal", "选出 王芳、孙丽")
    room.look("吴干事", "2026-09-21", "/timeline", "宣布选举结果")
    room.look("王芳", "2026-09-21", "/papers/ballot?ballot=members&round=1", "另选他人", "election-ballot")
    for address in (
        "/papers",
        "/roll/print",
        "/papers/attendance",
        "/papers/sheet?ballot=members&round=1",
        "/papers/report?ballot=members&round=2",
    ):
        room.look("王芳", "2026-09-21", address, "示例第一支部")
    stands(site)
