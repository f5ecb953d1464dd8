"""Making an inspection pack beside the requests: how far it is, who may take it away, what is kept, and what ends it."""

from datetime import timedelta

import pytest

from models.events import ORGANISATION, Stream, events_of
from tests.live.test_log import begin
from tests.pages.importing import text
from tests.pages.test_erasing import either  # noqa: F401 (a fixture)
from tests.web.test_audit_export import key  # noqa: F401 (a fixture)
from web.inspection_pack import PACKS, running
from web.inspection_pack.pack import STAGES
from web.pages import audit_pack
from web.runs.beside import runs
from web.runs.locks import held

from .back_checking import finished, kept_at
from .room import AUDITOR, ELSEWHERE, furnished
from .test_back_check_pages import stops
from .test_pack import asked, opened, place, room, sheet  # noqa: F401 (a fixture among them)

ADDRESS = "/audit/pack"


def folders(site) -> list:
    """What is kept of packs."""
    return [each for each in (site.app.extensions["zhibu"].files / PACKS).glob("*") if each.is_dir()]


def made(site, visitor, organisation: str = "镇党委", **more) -> str:
    """The address of a pack that was made, or could not be."""
    answer = asked(site, visitor, organisation, **more)
    assert answer.status_code == 303, text(answer)
    finished(visitor, answer.location)
    return answer.location


def given(site) -> list:
    """The events that packs of the committee were given out."""
    with site.town.database.read() as session:
        told = events_of(session, Stream(ORGANISATION, place(site, "镇党委")))
        return [each for each in told if each.about == "inspection_pack"]


def halted(monkeypatch, stage: int) -> None:
    """The server stops when a stage is reached."""
    whole = running.pack

    def first(database, wanted, by, at, told):
        def stopping(reached, count):
            told(reached, count)
            if reached == stage:
                raise SystemExit

        return whole(database, wanted, by, at, stopping)

    monkeypatch.setattr(running, "pack", first)


def test_both_databases_make_it_beside_the_requests(either, key):  # noqa: F811
    town = furnished(either.town)
    begin(town)
    town.build("archive", "2026-10-20", subject=town.person("样乙"))
    visitor = either.visitor(AUDITOR)
    with visitor.post(f"{made(either, visitor)}/take") as answer:
        assert [row[0] for row in sheet(opened(answer.data), "01")[3:]] == ["样乙"]
    assert len(given(either)) == 1


def test_a_pack_is_given_out_when_it_is_taken_and_each_time(room):  # noqa: F811
    visitor = room.visitor(AUDITOR)
    address = made(room, visitor)
    page = visitor.get(address)
    assert "迎检包已经制作完成" in text(page) and "镇党委 2026-01-01 至 2026-12-31" in text(page)
    assert "Refresh" not in page.headers and given(room) == []
    for count in (1, 2):
        with visitor.post(f"{address}/take") as answer:
            assert sheet(opened(answer.data), "01")[3:] and "zhibu-inspection-" in answer.headers["Content-Disposition"]
        assert len(given(room)) == count
    assert given(room)[0].person_id == room.town.people[AUDITOR]
    assert "已完成，可以取走" in text(visitor.get(ADDRESS))


@stops
def test_the_page_tells_how_far_it_is_and_comes_again_by_itself(room, monkeypatch):  # noqa: F811
    visitor = room.visitor(AUDITOR)
    halted(monkeypatch, 3)
    address = made(room, visitor)
    with held(kept_at(visitor, address).folder / "running"):
        answer = visitor.get(address)
        page = text(answer)
        assert "第 4 步，共 6 步：编制名单" in page and "已读 3 个案件" in page and "正在制作" in page
        assert answer.headers["Refresh"] == "2" and '<progress id="done" max="6" value="3">' in answer.get_data(
            as_text=True
        )
        assert "正在制作" in text(visitor.get(ADDRESS))
        assert visitor.post(f"{address}/take").status_code == 404


def test_every_stage_is_told(room, monkeypatch):  # noqa: F811
    told: list[int] = []
    whole = running.Making.keep

    def keep(run, **decided):
        told.extend(value for name, value in decided.items() if name == "stage")
        whole(run, **decided)

    monkeypatch.setattr(running.Making, "keep", keep)
    made(room, room.visitor(AUDITOR))
    assert list(dict.fromkeys(told)) == list(range(len(STAGES)))


@stops
def test_after_a_restart_it_says_so_and_is_made_from_the_beginning(room, monkeypatch):  # noqa: F811
    visitor = room.visitor(AUDITOR)
    with monkeypatch.context() as stopping:
        halted(stopping, 4)
        address = made(room, visitor)
    answer = visitor.get(address)
    assert (
        "制作没有完成就中断了（例如服务器重新启动过，或者磁盘已满）" in text(answer) and "Refresh" not in answer.headers
    )
    assert "没有完成" in text(visitor.get(ADDRESS))
    assert visitor.post(f"{address}/take").status_code == 404
    assert visitor.post(f"{address}/on").status_code == 303
    finished(visitor, address)
    with visitor.post(f"{address}/take") as answer:
        assert answer.status_code == 200 and sheet(opened(answer.data), "01")[3:]


def test_one_that_is_ready_is_not_made_again(room, monkeypatch):  # noqa: F811
    visitor = room.visitor(AUDITOR)
    address = made(room, visitor)
    monkeypatch.setattr(running, "pack", None)
    assert visitor.post(f"{address}/on").status_code == 303
    finished(visitor, address)
    assert "迎检包已经制作完成" in text(visitor.get(address))


def test_why_it_cannot_be_made_is_said(room, monkeypatch, tmp_path, caplog):  # noqa: F811
    visitor = room.visitor(AUDITOR)
    monkeypatch.setenv("ZHIBU_LOG_KEY", str(tmp_path / "none.key"))
    answer = visitor.get(made(room, visitor))
    assert "none.key" in text(answer) and "Refresh" not in answer.headers and caplog.text == ""


def test_a_defect_is_logged_and_said(room, monkeypatch, caplog):  # noqa: F811
    visitor = room.visitor(AUDITOR)
    monkeypatch.setattr(running, "pack", lambda *given: 1 // 0)
    address = made(room, visitor)
    assert "迎检包没有制作完成" in text(visitor.get(address)) and "ZeroDivisionError" in caplog.text
    assert visitor.post(f"{address}/take").status_code == 404


def test_it_is_there_only_for_whoever_asked_for_it_and_for_a_day(room):  # noqa: F811
    visitor = room.visitor(AUDITOR)
    address = made(room, visitor)
    for other, status in ((ELSEWHERE, 404), ("王芳", 403)):
        assert room.visitor(other).get(address).status_code == status
        for part in ("take", "on", "remove"):
            assert room.visitor(other).post(f"{address}/{part}").status_code == status
    room.now += timedelta(days=1)
    assert room.visitor(AUDITOR).get(address).status_code == 200
    room.now += timedelta(seconds=1)
    assert room.visitor(AUDITOR).get(address).status_code == 404
    assert len(folders(room)) == 1
    made(room, room.visitor(AUDITOR), on="2026-11-03")
    assert len(folders(room)) == 1 and given(room) == []


def test_who_is_no_longer_an_auditor_does_not_take_it_away(room):  # noqa: F811
    address = made(room, room.visitor(AUDITOR))
    room.town.tamper("UPDATE post SET until_on = '2026-11-01' WHERE post = 'auditor'")
    assert room.visitor(AUDITOR).post(f"{address}/take").status_code == 403
    assert given(room) == []


def test_the_oldest_makes_room(room):  # noqa: F811
    visitor, addresses = room.visitor(AUDITOR), []
    for _ in range(running.MOST_KEPT):
        addresses.append(made(room, visitor, "二支部"))
        room.now += timedelta(minutes=1)
    assert [visitor.get(each).status_code for each in addresses] == [200] * running.MOST_KEPT
    made(room, visitor, "二支部")
    assert [visitor.get(each).status_code for each in addresses] == [404, *[200] * (running.MOST_KEPT - 1)]
    assert len(folders(room)) == running.MOST_KEPT


@stops
def test_those_that_are_being_made_stay(room, monkeypatch):  # noqa: F811
    visitor = room.visitor(AUDITOR)
    halted(monkeypatch, 0)
    addresses = [made(room, visitor, "二支部") for _ in range(running.MOST_KEPT)]
    locks = [held(kept_at(visitor, each).folder / "running") for each in addresses]
    answer = asked(room, visitor, "二支部")
    assert answer.status_code == 422 and "您已有 3 个迎检包正在制作" in text(answer)
    for lock in locks:
        lock.close()
    assert asked(room, visitor, "二支部").status_code == 303 and len(folders(room)) == running.MOST_KEPT


def test_an_erasure_removes_the_packs_that_hold_what_was_erased(room):  # noqa: F811
    visitor = room.visitor(AUDITOR)
    address = made(room, visitor)
    proposed = room.town.propose(2, "erase", "王芳", "2026-11-02", number="〔2026〕9号", on="2026-11-01", reason="申请")
    seen = {"seen": str(room.town.row(2)["version"])}
    assert room.visitor("孙丽").post(f"/membership/2/confirm/{proposed.number}", seen).status_code == 303
    assert visitor.get(address).status_code == 404 and folders(room) == []


def test_a_pack_that_was_removed_while_it_was_made_comes_to_nothing(room, monkeypatch, caplog):  # noqa: F811
    visitor = room.visitor(AUDITOR)
    whole = running.pack

    def removing(*given):
        for folder in folders(room):
            running.Making(folder, {}).remove()
        return whole(*given)

    monkeypatch.setattr(running, "pack", removing)
    address = asked(room, visitor).location
    finished(visitor, address)
    assert visitor.get(address).status_code == 404 and folders(room) == [] and caplog.text == ""
    assert not runs(kept_at(visitor, address))


def test_a_page_of_packs_sweeps_what_is_older_than_a_day(room):  # noqa: F811
    made(room, room.visitor(AUDITOR))
    room.now += timedelta(days=1)
    room.visitor(AUDITOR).get(ADDRESS)
    assert len(folders(room)) == 1
    room.now += timedelta(seconds=1)
    room.visitor(AUDITOR).get(ADDRESS)
    assert folders(room) == []


def test_a_record_that_was_cut_off_breaks_no_page(room):  # noqa: F811
    visitor = room.visitor(AUDITOR)
    address = made(room, visitor)
    (folders(room)[0] / "record.json").write_text("")
    for who in (AUDITOR, ELSEWHERE):
        assert room.visitor(who).get(ADDRESS).status_code == 200
        assert room.visitor(who).get(address).status_code == 404
    made(room, visitor)


@pytest.mark.parametrize("part", ["on", "take", "remove"])
def test_one_that_is_removed_between_the_look_and_the_click_is_not_there(room, monkeypatch, part):  # noqa: F811
    visitor = room.visitor(AUDITOR)
    address = made(room, visitor)
    found = audit_pack.mine

    def mine(name):
        run = found(name)
        run.remove()
        return run

    with monkeypatch.context() as patch:
        patch.setattr(audit_pack, "mine", mine)
        answer = visitor.post(f"{address}/{part}")
    assert answer.status_code == (404 if part == "take" else 303)
    assert visitor.get(address).status_code == 404 and folders(room) == [] and given(room) == []


def test_a_full_disk_leaves_no_part_of_a_pack_and_the_page_names_no_untrue_cause(room, monkeypatch, caplog):  # noqa: F811
    visitor = room.visitor(AUDITOR)

    def full(*given):
        given[-1].write(b"PK")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(running, "archive", full)
    address = made(room, visitor)
    assert "迎检包没有制作完成" in text(visitor.get(address)) and "No space left" in caplog.text
    assert not [each for each in folders(room)[0].iterdir() if each.name.startswith("pack")]


@pytest.mark.parametrize("number", ["9" * 15, "9" * 20])
def test_a_place_of_too_many_digits_breaks_nothing(room, number):  # noqa: F811
    assert room.visitor(AUDITOR).get(ADDRESS, place=number).status_code in (200, 403, 404)
