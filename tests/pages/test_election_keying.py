"""Keying a count: two people, neither seeing the other's numbers anywhere; of a second try only what differs."""

import io
import re

import pytest

from tests.election.live.branch import MEETING
from tests.pages.electing import VOTES, electing, text  # noqa: F401 (a fixture)

KEY = {"ballot": "members", "round": 1}
STRANGE = {"王芳": (5, 1, 1), "孙丽": (5, 2, 0), "何静": (4, 2, 1), "陈刚": (3, 3, 1)}
PAGES = ("", "/journal", "/counts", "/result", "/papers", "/timeline", "/key_count", "/confirm_count")


@pytest.fixture
def site(electing):  # noqa: F811
    with electing.town.acting() as branch:
        branch.prepare()
        branch.gather()
    return electing


def key(site, who: str, votes=STRANGE, sure: bool = True, **more):
    return site.town.take(site.visitor(who), "key_count", sure, **site.town.keyed(votes, **more))


def page(site, who: str, address: str = "/counts", **query) -> str:
    return text(site.visitor(who).get(f"/election/{site.town.row().id}{address}", **query))


def test_the_form_is_the_count_sheet_with_the_candidates_in_their_order(site):
    html = site.visitor("赵强").get(f"/election/{site.town.row().id}/key_count", **KEY).get_data(as_text=True)
    people = [site.town.people[name] for name in ("王芳", "孙丽", "何静", "陈刚")]
    assert [int(each) for each in re.findall(r'name="votes\.\d+\.person" value="(\d+)"', html)] == people
    assert 'name="ballot" value="members"' in html and "第 1 轮" in html
    written = re.search(r'<select[^>]*name="write_ins.0.person".*?</select>', html, re.S)
    assert written and "吴强" in written[0] and "周敏" in written[0] and "何静" not in written[0]


def test_nothing_of_what_one_keyed_is_shown_to_another(site):
    assert key(site, "赵强").status_code == 303
    secret = "赞成 5，不赞成 1，弃权 1"
    assert secret in page(site, "赵强", "/journal")
    for who in ("沈干事", "王芳", "吴干事"):
        visitor = site.visitor(who)
        for address in PAGES:
            answer = visitor.client.get(f"/election/{site.town.row().id}{address}", follow_redirects=True)
            assert secret not in text(answer) and "得票" not in text(answer).replace("各候选人得票", ""), (who, address)
        assert "密封" in text(visitor.get(f"/election/{site.town.row().id}/journal"))
        form = visitor.get(f"/election/{site.town.row().id}/key_count", **KEY).get_data(as_text=True)
        assert not re.search(
            r'name="(issued|collected|void|blank|votes\.\d\.\w+e\w*)" value="\d', form.replace(".person", "")
        )


def test_a_look_does_not_tell_whether_two_agree(site):
    key(site, "赵强")
    same, other = (key(site, "沈干事", votes, sure=False) for votes in (STRANGE, VOTES))
    for answer in (same, other):
        assert answer.status_code == 200 and "监票人确认结果" not in text(answer) and "接下来" not in text(answer)
    assert text(same).split("录入计票", 2)[0] == text(other).split("录入计票", 2)[0]
    assert [entry.step for entry in site.town.entries()].count("key_count") == 1


def test_nobody_keys_twice_and_no_third_person_keys(site):
    key(site, "赵强")
    assert "正在等待另一人录入" in page(site, "赵强", "/key_count", **KEY)
    assert 'name="issued"' not in site.visitor("赵强").get(f"/election/{site.town.row().id}/key_count", **KEY).get_data(
        as_text=True
    )
    assert key(site, "赵强").status_code == 409
    key(site, "沈干事", VOTES)
    assert "已有两人录入" in page(site, "吴干事", "/key_count", **KEY)
    assert key(site, "吴干事").status_code == 409


def test_the_link_to_key_is_offered_only_to_who_may_still_key(site):
    link = "/key_count?ballot=members"
    number = site.town.row().id

    def offered(who: str) -> list[bool]:
        visitor = site.visitor(who)
        return [link in visitor.get(f"/election/{number}{page}").get_data(as_text=True) for page in ("", "/counts")]

    assert offered("赵强") == offered("吴干事") == [True, True] and offered("王芳") == [False, False]
    key(site, "赵强")
    assert offered("赵强") == [False, False] and offered("吴干事") == [True, True]
    key(site, "沈干事", VOTES)
    assert offered("赵强") == offered("沈干事") == [True, True] and offered("吴干事") == [False, False]


def test_a_candidate_is_told_that_he_cannot_key(site):
    assert "候选人不能录入计票" in page(site, "王芳", "/key_count", **KEY)
    assert key(site, "王芳").status_code == 409


def test_only_the_fields_that_differ_are_keyed_again_and_named_without_values(site):
    key(site, "赵强")
    key(site, "沈干事", {**STRANGE, "孙丽": (6, 1, 0)})
    for who in ("赵强", "沈干事", "王芳"):
        told = page(site, who)
        assert "孙丽的赞成" in told and "孙丽的不赞成" in told and "孙丽的弃权" not in told and "何静的" not in told
    visitor = site.visitor("沈干事")
    form = visitor.get(f"/election/{site.town.row().id}/key_count", **KEY).get_data(as_text=True)
    open_ones = re.findall(r'<input class="form-control[^>]*name="(votes[^"]+)" value="([^"]*)"', form)
    assert open_ones == [("votes.1.in_favour", ""), ("votes.1.against", "")]
    assert '<input type="hidden" name="votes.0.in_favour" value="5">' in form and 'name="collected" value="7"' in form
    changed = key(site, "沈干事", {**STRANGE, "何静": (3, 3, 1)})
    assert changed.status_code == 409 and "只重新录入两人不一致的项目" in text(changed)
    assert key(site, "沈干事").status_code == 303
    told = page(site, "王芳")
    assert "不一致，请" not in told and "等待监票人确认" in told and "赞成 5" not in told


def test_write_ins_that_differ_are_keyed_again(site):
    town = site.town
    written = {"write_ins.0.person": town.people["吴强"], "write_ins.0.in_favour": 1}
    more = {"write_ins.1.person": town.people["周敏"], "write_ins.1.in_favour": 2}
    key(site, "赵强", **written)
    key(site, "沈干事", **written, **more)
    assert "另选 周敏的票数" in page(site, "赵强") and "另选 吴强的票数" not in page(site, "赵强")
    form = site.visitor("赵强").get(f"/election/{town.row().id}/key_count", **KEY).get_data(as_text=True)
    assert f'name="write_ins.0.person" value="{town.people["吴强"]}"' in form
    assert re.search(r'<select[^>]*name="write_ins.1.person"', form) and "write_ins.2" not in form
    assert key(site, "赵强", **written, **more).status_code == 303
    assert "等待监票人确认" in page(site, "王芳")


def test_sums_that_cannot_be_are_said_and_nothing_is_kept(site):
    answer = key(site, "赵强", {**STRANGE, "孙丽": (5, 1, 0)}, sure=False)
    assert answer.status_code == 409 and "应等于有效票 7 张" in text(answer)
    assert "密封" in page(site, "王芳", "/journal") and "应等于有效票" not in page(site, "王芳", "/journal")


def test_a_scan_of_the_count_sheet_stays_sealed_too(site):
    town, keyer = site.town, site.visitor("赵强")
    form = {**town.keyed(STRANGE), "seen": town.row().version, "sure": "yes"}
    scan = (io.BytesIO(b"%PDF-1.7\n1 0 obj\nendobj\n"), "计票单.pdf")
    answer = keyer.post(
        f"/election/{town.row().id}/key_count", {**form, "files": scan}, content_type="multipart/form-data"
    )
    assert answer.status_code == 303
    number = town.entries()[-1].number
    address = f"/election/{town.row().id}/file/{number}/0"
    assert keyer.get(address).status_code == 200
    assert site.visitor("沈干事").get(address).status_code == 404 and "计票单.pdf" not in page(
        site, "沈干事", "/journal"
    )


def test_the_page_of_a_correction_shows_nothing_of_a_count(site):
    key(site, "赵强")
    number = site.town.entries()[-1].number
    answer = site.visitor("沈干事").get(f"/election/{site.town.row().id}/correct/{number}")
    assert answer.status_code == 409 and "不能更正或者作废" in text(answer)


def test_before_the_scrutineer_confirms_he_sees_the_reasoning_and_afterwards_everybody_the_numbers(site):
    for who in ("赵强", "沈干事"):
        key(site, who, VOTES)
    town, visitor = site.town, site.visitor("王芳")
    form = {"on": MEETING, **KEY, "scrutineers.0.person": town.people["周敏"]}
    options = visitor.get(f"/election/{town.row().id}/confirm_count", **KEY).get_data(as_text=True)
    chosen = re.search(r'<select[^>]*name="scrutineers.0.person".*?</select>', options, re.S)
    assert chosen and "周敏" in chosen[0] and "赵强" not in chosen[0] and "scrutineers.1" not in options
    look = text(town.take(visitor, "confirm_count", False, **form))
    assert "何静：赞成 4 票，过半数" in look and "只就票数相等的人再次投票" in look
    assert town.take(visitor, "confirm_count", **form).status_code == 303
    told = page(site, "沈干事")
    assert "发出选票 7 张，收回 7 张，废票 0 张，白票 0 张" in told and "陈刚 4 3 0" in told
    assert "第 2 轮：票数相等的再次投票" in told
    journal = page(site, "沈干事", "/journal")
    assert "密封" not in journal and "选出 王芳、孙丽" in journal and "票数相等 何静、陈刚" in journal


def test_a_key_whose_turn_it_is_not_leads_to_those_whose_turn_it_is(site):
    visitor, address = site.visitor("赵强"), f"/election/{site.town.row().id}/key_count"
    only = visitor.get(address)
    assert only.status_code == 302 and only.headers["Location"].endswith("?ballot=members&round=1")
    other = text(visitor.get(address, ballot="members", round=2))
    assert "现在不能办理" in other and "委员 第 1 轮" in other
    assert "现在没有可以办理的一项" in text(visitor.get(f"/election/{site.town.row().id}/resolve_round"))
    assert visitor.get(address, ballot="members", round="一").status_code == 302
