"""A congress in the browser: a base committee of two branches and its discipline commission, from the reminder to the archive."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from models import databases
from models.posts import Post
from models.terms import term_on
from tests.election.live.branch import ASKED, FIXED, MEETING, NOMINATED, PLANNED, REMINDED, moment
from tests.election.live.test_kinds import Congress
from tests.pages.conftest import Site
from tests.pages.electing import Electing
from tests.pages.test_elections_people import crowd, joined
from workflows import flow
from workflows.engine.perform.rebuild import differences

from .acting import fill, press
from .room import Room, Votes, numbers, sound
from .windows import words

STAND = {
    "members": ("吴强", "陈刚", "何静"), "discipline": ("乙示例", "孙丽", "何静"),
    "secretary": ("陈刚",), "discipline_secretary": ("孙丽",),
}  # fmt: skip
UNITS = {"示例第一支部": 2, "示例第二支部": 1}
DELEGATES = {
    "示例第一支部": {"王芳": (7, 0, 0), "周敏": (6, 1, 0), "何静": (1, 6, 0)},
    "示例第二支部": {"甲示例": (2, 0, 0), "乙示例": (0, 2, 0)},
}
CHOSEN = {
    "discipline": {"乙示例": (2, 1, 0), "孙丽": (3, 0, 0), "何静": (1, 2, 0)},
    "members": {"吴强": (2, 1, 0), "何静": (1, 2, 0), "陈刚": (3, 0, 0)},
}
SEATED = {
    "discipline": {"乙示例": (3, 0, 0), "孙丽": (3, 0, 0)},
    "members": {"吴强": (2, 1, 0), "陈刚": (3, 0, 0)},
}
FIRST_MEETINGS = {"discipline": ("孙丽", "乙示例"), "members": ("陈刚", "吴强")}
HEADS = {"discipline": "discipline_secretary", "members": "secretary"}
"""The body that meets: who stands for its head and who watches; and which head that is."""
ALL_FOR = {"in_favour": "3", "against": "0", "abstain": "0"}
KEYERS = ("赵强", "县书记")
ABOVE = "县干事"


@pytest.fixture
def site(chromium, sqlite, tmp_path) -> Iterator[Site]:
    """The committee of two branches; the browser is asked for first."""
    databases.create(sqlite.owner_url)
    town = Electing(sqlite.app_url, made=Congress)
    made = Site(town, tmp_path / "files")  # type: ignore[arg-type]
    yield made
    made.app.extensions["zhibu"].database.dispose()
    town.close()


def planned(room: Room) -> None:
    """The superior reminds, the committee plans a congress with a discipline commission, and is answered."""
    with room.window(ABOVE, REMINDED) as page:
        page.goto(f"/election/new?organisation={room.site.town.branch.place}")
        fill(page, {"on": REMINDED, "addressee": "示例镇党委"})
        page.select_option("[name=means]", "letter")
        press(page, "核对")
        press(page, "确认办理")
        room.case = int(page.url.rsplit("/", 1)[1])
    room.take("acknowledge", REMINDED)
    with room.step("decide_election", PLANNED) as page:
        page.select_option("[name=body]", "committee")
        page.select_option("[name=meeting]", "congress")
        counts = {"seats": "2", "deputies": "0", "discipline_seats": "2", "delegates": "3", "meets_on": MEETING}
        fill(page, counts, {"dispersed": "yes", "pre_election": "yes"})
    room.take("request_election", ASKED, number="示例〔2026〕1号")
    room.take("reply_election", ASKED, ABOVE, {"agreed": "yes"}, number="示例批〔2026〕1号")


def delegated(room: Room) -> None:
    """The seats are allotted, each unit reports whom it elected, credentials stand."""
    with room.step("allot_delegates", ASKED) as page:
        for number, (unit, seats) in enumerate(UNITS.items()):
            page.select_option(f"[name='units.{number}.unit']", label=unit)
            fill(page, {f"units.{number}.seats": str(seats)})
        sound(page)
    for unit in UNITS:
        reported(room, unit, DELEGATES[unit])
    room.take("examine_credentials", NOMINATED)


def reported(room: Room, unit: str, votes: Votes) -> None:
    """A unit reports the votes; who is elected follows from them."""
    number, cast = room.site.town.units[unit], str(sum(next(iter(votes.values()))))
    with room.step("report_delegates", NOMINATED, query=f"?unit={number}") as page:
        assert unit in words(page)
        fill(page, dict.fromkeys(("due", "present", "issued", "collected"), cast))
        while page.locator("[name$='.in_favour']").count() < len(votes):
            press(page, "再加一行")
        for row, name in enumerate(votes):
            room.choose(page, f"votes.{row}.person", name)
        numbers(page, votes)
        if len(votes) == 3:
            sound(page)


def nominated(room: Room) -> None:
    """Those named are proposed, agreed to above, and fixed."""
    with room.step("nominate", NOMINATED) as page:
        room.rows(page, "nominees", [(name, post) for post, names in STAND.items() for name in names], "position")
    room.take("propose_candidates", NOMINATED)
    room.take("request_candidates", NOMINATED)
    room.take("agree_candidates", NOMINATED, ABOVE, {"agreed": "yes"}, number="示例批〔2026〕2号")
    room.take("fix_candidates", FIXED)


def gathered(room: Room) -> None:
    """The preparatory meeting passes the presidium; the delegates are the roll, and all of them come."""
    with room.step("hold_preparatory_meeting", MEETING) as page:
        fill(page, {"present": "3", **ALL_FOR})
        room.choose(page, "presidium.0.person", "王芳")
        room.choose(page, "secretary_general.0.person", "周敏")
        sound(page)
    room.take("freeze_roll", MEETING)
    with room.step("open_meeting", MEETING) as page:
        press(page, "全选")
        assert page.locator("[name=attending]:checked").count() == 3
        room.choose(page, "chair.0.person", "王芳")
    room.look("沈干事", MEETING, "/roll", "应到会 3 人", "congress-roll")
    room.take("report_work", MEETING)
    room.take("pass_method", MEETING, **ALL_FOR)
    with room.step("confirm_scrutineers", MEETING) as page:
        fill(page, ALL_FOR)
        room.rows(page, "scrutineers", (("周敏", "scrutineer"), ("甲示例", "teller")), "task")
    room.take("introduce_candidates", MEETING)


def elected(room: Room) -> None:
    """Each body is chosen with more candidates than seats, then elected in a formal ballot."""
    for ballot, votes in CHOSEN.items():
        room.count(ballot, 1, votes, "预选")
        room.count(ballot, 2, SEATED[ballot], "应选名额已经选足")
    room.look("沈干事", MEETING, "/counts", "第 2 轮：正式选举")
    room.take("announce_result", MEETING)


def met(room: Room) -> None:
    """The discipline commission meets first, then the committee; each elects its head."""
    for body, (head, other) in FIRST_MEETINGS.items():
        with room.step("hold_first_meeting", MEETING, query=f"?body={body}") as page:
            press(page, "全选")
            assert page.locator("[name=attending]:checked").count() == 2
            room.choose(page, "chair.0.person", head)
            fill(page, {"in_favour": "2", "against": "0", "abstain": "0"})
            room.rows(page, "scrutineers", [(other, "scrutineer")], "task")
        room.scrutineer = other
        room.count(HEADS[body], 1, {head: (2, 0, 0)}, f"当选：{head}")


def archived(room: Room) -> None:
    """The committee passes the commission's head; the report, the answers above, handing over, the archive."""
    room.take("pass_discipline_heads", MEETING, in_favour="2", against="0", abstain="0")
    room.secretary = "陈刚"  # the new one: the old posts have ended
    room.take("report_result", "2026-09-14")
    room.take("file_members", "2026-09-18", ABOVE, number="示例批〔2026〕3号")
    room.take("approve_heads", "2026-09-18", ABOVE, {"approved": "yes"})
    room.take("hand_over_duties", "2026-09-20")
    room.take("archive_election", "2026-09-21")


def stands(site: Site) -> None:
    """The term and the posts follow, and the journal folds to what the tables say."""
    town, place = site.town, site.town.branch.place
    with town.database.work() as work:
        term = term_on(work.session, place, moment("2026-09-21").date())
        assert (str(term.elected_on), str(term.expires_on)) == (MEETING, "2031-09-12")
        rows = select(Post.person_id, Post.post).where(
            Post.organisation_id == place, Post.stands(), Post.until_on.is_(None)
        )
        names = {number: name for name, number in town.people.items()}
        held = {(names[person], post) for person, post in work.session.execute(rows)}
        assert {("陈刚", "secretary"), ("吴强", "member")} <= held
        assert differences(work, flow("election"), town.row().id, moment("2026-09-21")) == []


def test_from_the_reminder_to_the_archive(site, windows):
    site.town.units = dict(zip(UNITS, site.town.branch.units, strict=True))
    room = Room(windows, site, KEYERS, "沈干事")
    planned(room)
    delegated(room)
    nominated(room)
    gathered(room)
    elected(room)
    met(room)
    archived(room)
    room.look("陈刚", "2026-09-21", "", "新一届任职", "congress")
    room.look("陈刚", "2026-09-21", "/result", "陈刚", "congress-result")
    stands(site)


def test_a_name_is_typed_among_six_hundred(site, windows):
    site.town.places["二支部"] = site.town.branch.units[1]
    crowd(site, 600)
    joined(site, ["王芳"], "二支部")
    room = Room(windows, site, KEYERS, "沈干事")
    with site.town.acting() as branch:
        branch.take("remind", REMINDED, means="letter", addressee="示例镇党委")
        branch.take("decide_election", PLANNED, body="committee", meeting="member_meeting", seats=2, deputies=0)
        branch.take("request_election", ASKED)
        branch.take("reply_election", ASKED, agreed=True)
        room.case = branch.case
    with room.step("nominate", NOMINATED) as page:
        page.select_option("[name='nominees.0.position']", "members")
        fill(page, {"nominees.0.person": "群0"})
        press(page, "核对")
        assert "不少于 50 人" in words(page) and page.input_value("[name='nominees.0.person']") == "群0"
        fill(page, {"nominees.0.person": "王芳"})
        press(page, "核对")
        sound(page)
        page.select_option("[name='nominees.0.person']", label="王芳（示例第二支部，正式党员）")
        page.select_option("[name='nominees.1.position']", "members")
        fill(page, {"nominees.1.person": "jiashili"})
        sound(page)
        press(page, "核对")
        assert "甲示例（示例第二支部，正式党员）" in words(page)
        press(page, "返回修改")
        assert page.input_value("[name='nominees.1.person']") == "甲示例（示例第二支部，正式党员）"
