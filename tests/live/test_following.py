"""What waits follows the journal: equal to a projection from nothing, after whatever happened and whoever did it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select, update

from models import databases
from models.cases import Case
from models.installation import Installation
from models.offices import OfficePost
from models.pending import END_OF_TIME, Follower, Pending, stale_count
from models.sight import sight_of
from workflows import flow
from workflows.engine.perform import following
from workflows.engine.perform.following import follow, is_behind
from workflows.engine.perform.store import Store
from workflows.office.record import found, take

from .test_rebuild import FROM, START, Way, moves, st
from .town import FLOW, Town, moment

DAY = date(2026, 6, 20)


@pytest.fixture
def postgres_town(postgres):
    databases.create(postgres.owner_url, app_role="zhibu_app")
    built = Town(postgres.app_url, postgres.owner_url)
    yield built
    built.close()


def catch_up(town, on=DAY, most=200) -> int:
    """Follows to the end, one transaction a batch; answers how many there were."""
    for batch in range(1, 100):
        with town.database.work() as work:
            more = follow(work, on, most)
            work.commit()
        if not more:
            return batch
    raise AssertionError("it never ends")


def rows(town) -> set:
    with town.database.read() as session:
        return {tuple(row) for row in session.execute(select(*Pending.__table__.c))}


def afresh(town, on=DAY) -> set:
    """What a projection of every case from nothing gives."""
    with town.database.work() as work:
        stamp = work.session.scalars(select(Installation.rules_stamp)).one()
        cases = work.session.execute(select(*following.COLUMNS)).all()
        return {row for case in cases for row in following.rows_of(work, stamp, case, on)}


def steps(town, case) -> dict:
    """Step to (takers, opens, due) of a case."""
    names = {number: name for name, number in town.places.items()}
    told: dict = {}
    for _, step, taker, _, opens, due, _ in sorted(row for row in rows(town) if row[0] == case):
        told.setdefault(step, (set(), opens, due))[0].add(names[taker])
    return told


def follower(town) -> Follower:
    with town.database.read() as session:
        return session.get(Follower, "pending")


def stale(town, path="/", on=DAY) -> int:
    with town.database.read() as session:
        return stale_count(session, sight_of(session, [town.paths["县委组织部"]], on))


def test_a_first_step_brings_the_next_ones(town):
    case = town.open("2026-06-01").case_id
    catch_up(town)
    assert steps(town, case) == {"talk": ({"一支部"}, date(2026, 6, 1), date(2026, 7, 1))}


def test_a_step_several_organisations_may_take_has_a_row_for_each(town):
    case = town.build("list_prospective", "2026-06-01")
    catch_up(town)
    assert steps(town, case)["review_politically"][0] == {"一支部", "镇党委"}
    assert steps(town, case)["train"][0] == {"镇党委"}


def test_a_formality_passed_over_is_not_forgotten(town):
    case = town.build("approve_conversion", "2026-06-01", without=["file_admission", "take_oath"])
    left = town.ask("SELECT act_on FROM entry WHERE case_id = :case AND step = 'approve_conversion'", case=case)
    catch_up(town)
    waits = steps(town, case)
    assert waits["file_admission"] == ({"县委组织部"}, None, date.fromisoformat(left[0]["act_on"]))
    assert waits["take_oath"][0] == {"一支部", "镇党委"} and waits["take_oath"][1] is None
    assert "archive" not in waits  # it needs them


def test_a_vote_that_waits_too_long_may_be_taken_again(town):
    case = town.build("admit", "2026-01-10")
    catch_up(town, date(2026, 2, 1))
    assert steps(town, case)["admit"][1] == date(2026, 7, 11)


def test_a_vote_that_was_taken_in_time_is_not_overdue_until_it_may_be_taken_again(town):
    """The time from the pre-review to the meeting (XZ26 19) was kept; that a new vote may come runs on no deadline."""
    case = town.build("admit", "2026-06-20")
    for day in (date(2026, 6, 20), date(2027, 2, 1)):
        catch_up(town, day)
        assert steps(town, case)["admit"] == ({"一支部"}, date(2026, 12, 21), None)


def test_the_nearest_deadline_is_that_of_the_case(town):
    for upto in FROM:
        case = town.build(upto, "2026-06-01", subject=town.person())
        catch_up(town)
        dues = [due for _, _, due in steps(town, case).values() if due]
        due_on = town.row(case)["due_on"]
        assert str(min(dues, default=None)) == str(due_on)


@settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(upto=st.sampled_from(FROM), moved=moves)
def test_it_equals_a_projection_from_nothing_after_whatever_happened(town, upto, moved):
    way = Way(town, upto)
    for number, move in enumerate(moved):
        way.go(*move)
        if number % 3 == 1:
            catch_up(town, way.today)
    catch_up(town, way.today)
    assert rows(town) == afresh(town, way.today)
    with town.database.read() as session:
        open_cases = set(session.scalars(select(Case.id).where(Case.open)))
    assert {row[0] for row in rows(town)} <= open_cases


def test_a_crash_between_step_and_projection_is_made_good(town):
    case = town.open("2026-06-01").case_id
    catch_up(town)
    town.take(case, "talk", "2026-06-02", talkers=[{"name": "周敏"}])
    with town.database.work() as work:
        follow(work, DAY)  # and here the process dies: nothing is committed
    assert "talk" in steps(town, case)
    with town.database.read() as session:
        assert is_behind(session, DAY)
    catch_up(town)
    assert "decide_activist" in steps(town, case) and "talk" not in steps(town, case)
    assert rows(town) == afresh(town)


def test_nothing_is_to_be_done_when_all_was_seen(town):
    town.open("2026-06-01")
    catch_up(town)
    catch_up(town)
    with town.database.read() as session:
        assert not is_behind(session, DAY)
    assert catch_up(town) == 1


def test_a_refusal_changes_nothing(town):
    case = town.open("2026-06-01").case_id
    catch_up(town)
    before = rows(town)
    with pytest.raises(Exception, match="不能登记"):
        town.take(case, "file_activist", "2026-06-02", who="王芳")
    catch_up(town)
    assert rows(town) == before


def test_a_closed_case_leaves_no_row(town):
    case = town.open("2026-06-01").case_id
    catch_up(town)
    assert steps(town, case)
    town.take(case, "withdraw", "2026-06-02")
    catch_up(town)
    assert steps(town, case) == {}


def test_a_case_that_moves_waits_elsewhere(town):
    case = town.build("assign_contacts", "2026-06-01")
    catch_up(town)
    town.take(case, "hand_over", "2026-06-05", to="二支部", organisation=town.places["二支部"])
    town.take(case, "receive", "2026-06-08", who="郑洁", examined=True, **{"from": "一支部"})
    catch_up(town)
    assert {row[3] for row in rows(town)} == {town.places["二支部"]}
    assert rows(town) == afresh(town)


def test_a_case_handed_over_waits_with_the_receiver_until_it_is_received(town):
    case, places = town.build("assign_contacts", "2026-06-01"), town.places
    town.take(case, "hand_over", "2026-06-05", to="二支部", organisation=places["二支部"])
    catch_up(town)
    day = date(2026, 6, 5)
    row = (case, "receive", places["二支部"], places["一支部"], day, None, day)
    assert row in rows(town)
    town.take(case, "receive", "2026-06-08", who="郑洁", examined=True, **{"from": "一支部"})
    catch_up(town)
    assert "receive" not in steps(town, case)
    assert rows(town) == afresh(town)


def test_the_last_day_stands_for_the_order_and_the_end_of_time_for_none(town):
    town.open("2026-06-01")
    town.build("talk", "2026-06-01", subject=town.person("李强"))
    catch_up(town)
    assert {(row[5], row[6]) for row in rows(town)} == {
        (date(2026, 7, 1), date(2026, 7, 1)),
        (None, END_OF_TIME),
    }


def test_a_change_of_rules_is_worked_off_in_batches(town):
    cases = [town.open("2026-06-01", subject=town.person(f"李{n}")).case_id for n in range(7)]
    catch_up(town)
    assert stale(town) == 0
    town.change(
        also=lambda session: session.execute(
            update(OfficePost)
            .where(OfficePost.office == "branch", OfficePost.post == "deputy")
            .values(until_on=date(2026, 1, 1))
        )
    )
    with town.database.read() as session:
        assert not is_behind(session, DAY)  # the same kinds of organisation hold the office
    town.change(also=rules(overlays=["example"]))
    with town.database.read() as session:
        assert is_behind(session, DAY)
    with town.database.work() as work:
        assert follow(work, DAY, 3)
        work.commit()
    assert stale(town) == 4
    assert follower(town).next_case_id == cases[2] + 1
    assert catch_up(town, most=3) == 2
    assert (stale(town), follower(town).next_case_id) == (0, None)
    assert rows(town) == afresh(town)


def rules(**changed):
    import json

    held = json.dumps({"calendar": {}, "overlays": [], "readings": {}, **changed})
    return lambda session: session.execute(update(Installation).values(rules=held))


def test_another_day_is_another_law(town):
    town.open("2026-03-01", subject=town.person())
    catch_up(town, date(2026, 5, 10))
    with town.database.read() as session:
        assert not is_behind(session, date(2026, 5, 9))
        assert is_behind(session, date(2026, 5, 11))
    catch_up(town, date(2026, 5, 11))
    assert rows(town) == afresh(town, date(2026, 5, 11))


def test_an_organisation_that_changes_takes_its_cases_along(town):
    """By the office journal: whoever approves for a branch is another committee from then on."""
    at, root = moment(DAY), town.places["县委组织部"]

    def settle(name: str, kind: str, parent: int, **more) -> None:
        form = {"on": "2026-05-01", "name": name, "kind": kind, "parent": parent, **more}
        with town.database.work() as work:
            town.places[name] = found(work, form, None, at)
            work.commit()

    settle("五支部", "branch", town.places["镇党委"])
    town.change(town.post("冯涛", "secretary", "五支部"))
    case = town.open("2026-06-01", place="五支部", by="冯涛").case_id
    town.take(case, "talk", "2026-06-02", who="冯涛", talkers=[{"name": "周敏"}])
    town.take(case, "decide_activist", "2026-06-03", who="冯涛", recommended_by=["members"])
    catch_up(town)
    before = rows(town)
    settle("新镇党委", "committee", root, approval_power=True)
    catch_up(town)
    assert rows(town) == before and steps(town, case)["file_activist"][0] == {"镇党委"}
    with town.database.work() as work:
        change = {"on": "2026-06-20", "parent": town.places["新镇党委"]}
        take(work, town.places["五支部"], "change_organisation", change, None, at)
        work.commit()
    assert catch_up(town) == 1
    assert steps(town, case)["file_activist"][0] == {"新镇党委"}
    assert rows(town) == afresh(town)


def test_two_that_follow_at_once_do_it_once(town):
    for number in range(12):
        town.open("2026-06-01", subject=town.person(f"李{number}"))
    barrier, projected, real = threading.Barrier(4), [], following.project

    def counting(work, stamp, cases, on):
        projected.extend(cases := list(cases))
        return real(work, stamp, cases, on)

    def run():
        barrier.wait()
        return catch_up(town, most=5)

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(4) as pool:
        patch.setattr(following, "project", counting)
        for each in [pool.submit(run) for _ in range(4)]:
            each.result()
    assert rows(town) == afresh(town)
    assert sorted(set(projected)) == sorted(projected)


def test_entries_that_commit_out_of_order_are_all_seen(postgres_town):
    """An entry with a smaller id that is committed later is not passed over; SQLite's ids commit in order."""
    town = postgres_town
    slow, quick = (town.open("2026-06-01", subject=town.person(name)).case_id for name in ("李明", "李强"))
    catch_up(town)
    talked = {"on": "2026-06-02", "talkers": [{"name": "周敏"}]}
    with town.database.work() as late:
        following_perform(late, town, slow, talked)
        town.take(quick, "talk", "2026-06-02", talkers=[{"name": "周敏"}])
        for _ in range(4):
            catch_up(town)
        late.commit()
    for _ in range(4):
        catch_up(town)
    assert rows(town) == afresh(town)
    assert "decide_activist" in steps(town, slow)
    assert follower(town).entry_id > 0


def following_perform(work, town, case, form):
    from workflows.engine.perform import perform

    version = Store(work).case(case).version
    return perform(work, FLOW, case, "talk", form, town.actor("王芳"), version, moment("2026-06-02"))


def test_a_case_without_a_stage_waits_for_its_first_step(town):
    young = town.person("李小明", born_on=DAY - timedelta(days=17 * 365))
    with pytest.raises(Exception, match="未满"):
        town.open("2026-06-01", subject=young)
    catch_up(town)
    (row,) = rows(town)
    assert row[1] == "apply" and row[4] >= date(2026, 6, 1)


def test_the_office_journal_is_not_in_the_worklist(town):
    with town.database.work() as work:
        form = {"on": "2026-06-19", "name": "新支部", "kind": "branch", "parent": town.places["镇党委"]}
        found(work, form, None, moment(DAY))
        work.commit()
    catch_up(town)
    assert rows(town) == set()
    assert flow("office").subject == "organisation"
    assert START == DAY
