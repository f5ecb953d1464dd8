"""Importing on both databases and by both ways: the page's recording, remembered mappings, and `zhibu import`."""

import threading
from collections.abc import Iterator
from datetime import date

import pytest
from click.testing import CliRunner

from models import databases
from models.accounts import Account
from models.mappings import remember, remembered
from tests.live.town import moment
from tests.pages.conftest import PASSWORD
from tests.pages.importing import FoundedTown, admin, dossier, lines, names, site, uploaded
from web.cli import main
from web.importing.confirm import Recording
from web.importing.people import People, places_under
from workflows.engine.intake import Raw

__all__ = ["admin", "site"]
AT = moment("2026-11-02")


@pytest.fixture
def town(database) -> Iterator[FoundedTown]:
    databases.create(database.owner_url, "zhibu_app")
    made = FoundedTown(database.app_url, database.owner_url)
    yield made
    made.close()


def paths(town: FoundedTown, place: str = "县委组织部") -> list[str]:
    with town.database.read() as session:
        return [each.path for each in places_under(session, ["/"], AT.date()) if each.id == town.places[place]]


def recording(town: FoundedTown, choices=None, place: str = "县委组织部", by: str = "钱进") -> Recording:
    return Recording(town.database, choices or {}, paths(town, place), town.actor(by), AT)


def test_a_mapping_is_remembered_by_organisation_and_headings(town):
    place, other = town.places["一支部"], town.places["二支部"]
    for columns in ({"姓名": "name"}, {"姓名": "name", "": "3"}):
        with town.database.work() as work:
            remember(work.session, place, "a" * 64, columns, date(2026, 11, 2))
            work.commit()
    with town.database.read() as session:
        assert remembered(session, place, "a" * 64) == {"姓名": "name", "": "3"}
        assert remembered(session, other, "a" * 64) is None
        assert remembered(session, place, "b" * 64) is None


def test_dossiers_are_recorded_whole_and_a_failed_one_leaves_nobody(town):
    good = dossier("D-1", "张三", "一支部", upto="apply")
    none = {**dossier("D-2", "李四", "一支部", upto="apply"), "steps": []}
    out = dossier("D-3", "王五", "没有的支部", upto="apply")
    raws = [Raw(f"a:{number}", row) for number, row in enumerate((good, none, out, good), 1)]
    outcomes = recording(town).record(raws)
    assert [outcome.case is None for outcome in outcomes] == [False, True, True, True]
    assert "没有任何步骤" in outcomes[1].said and "不是您所能查看" in outcomes[2].said
    assert "同名、不能分辨" in outcomes[3].said
    assert town.ask("SELECT count(*) AS people FROM person WHERE name IN ('李四', '王五')") == [{"people": 0}]
    town.sound(outcomes[0].case)


def test_people_belong_where_they_are_registered_or_have_a_case(town):
    one = town.registered("张三", "一支部", "1995-05-04")
    town.registered("张三", "二支部", "1995-05-04")
    with town.database.read() as session:
        places = places_under(session, paths(town, "一支部"), AT.date())
        assert [place.name for place in places] == ["一支部"]
        match = People(session, ["张三"], places).match("张三", date(1995, 5, 4), places[0].id)
        assert match.person is not None and match.person.id == one
        assert People(session, ["张三"], []).match("张三", date(1995, 5, 4), places[0].id).choices == ()
        everywhere = places_under(session, paths(town), AT.date())
        found = People(session, ["张三"], everywhere).match("张三", date(1995, 5, 4), places[0].id)
        assert found.person is None and len(found.choices) == 2


def test_a_new_person_of_a_known_name_is_another_one(town):
    known = town.registered("张三", "一支部", None)
    choices = {"0": {"who": "new", "seen": [known]}}
    outcome = recording(town, choices).record([Raw("a:1", dossier("D-1", "张三", "一支部", upto="apply"))])[0]
    subject = town.row(outcome.case)["subject_id"]
    assert subject != known
    stale = {"0": {"who": "new", "seen": [known]}}
    again = recording(town, stale).record(
        [Raw("a:1", dossier("D-2", "张三", "一支部", upto="apply", born_on="1990-01-01"))]
    )
    assert again[0].case is not None  # a day of birth tells the two apart; the one without is the one seen


def test_the_command_records_the_same_way(town, tmp_path):
    with town.database.write.begin() as session:
        account = Account(person_id=town.people["钱进"], login="admin", created_on=date(2020, 1, 1))
        account.set_password(PASSWORD)
        session.add(account)
    rows = [
        dossier("D-1", "张三", "一支部", upto="apply"),
        dossier("D-2", "李四", "没有的支部", upto="apply"),
        dossier("D-3", "王五", None, upto="apply"),
        {"ref": "D-4"},
    ]
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(*rows, rows[0]))
    result = CliRunner().invoke(
        main, ["import", str(path), "--by", "admin", "--database", town.url], input=f"{PASSWORD}\n"
    )
    said = [line for line in result.stdout.splitlines() if line.startswith("a.jsonl")]
    assert result.exit_code == 2, result.output
    assert said[0].startswith("a.jsonl:1：已导入为案件 ") and said[0].endswith("，1 步，符合条文")
    assert said[1:4] == [
        "a.jsonl:2：不能导入，“organisation”没有的支部：没有这个党组织",
        "a.jsonl:3：不能导入，“organisation”导入须写明党组织：请填写“organisation”",
        "a.jsonl:4：不能导入，“steps”缺少“steps”：须是办理步骤的列表",
    ]
    assert said[4].startswith("a.jsonl:5：没有导入，这份档案已经导入过（案件 ")


def test_two_tabs_confirming_at_once_record_once(site, admin):
    """Each tab registers the person anew unless the upload is claimed by one of them."""
    address = uploaded(admin, lines(dossier("D-1", "张三", "一支部")))
    others = [site.visitor("钱进") for _ in range(4)]
    for other in others:
        other.get("/imports")
    answers: list[int] = []

    def press(visitor) -> None:
        answers.append(visitor.post(f"{address}/confirm").status_code)

    threads = [threading.Thread(target=press, args=(other,)) for other in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 4
    assert names(site) == ["张三"]
    assert site.town.ask("SELECT count(*) AS people FROM person WHERE name = '张三'") == [{"people": 1}]
