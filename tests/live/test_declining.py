"""Proposals withdrawn or declined, on both databases: by whom, once, with a reason, and without any other change."""

import json

import pytest

from workflows.engine.errors import BadForm, Changed, NotFound, NotInOffice, OutOfTurn
from workflows.membership.sample import FACTS

from .test_second import TODAY, nothing, number_of, projection


@pytest.fixture
def case(town) -> int:
    return town.build("review_politically", "2026-06-20")


def void_of(town, case, step="name_sponsors", by="王芳") -> int:
    """The number of a proposal to void what a step recorded."""
    target = number_of(town, case, step)
    return town.propose(case, "correct", by, TODAY, entry=target, void=True, reason="误登。").number


def end(town, case, number, by, **more):
    return town.decline(case, number, by, TODAY, **more)


@pytest.mark.parametrize(("by", "step"), [("王芳", "withdraw_proposal"), ("孙丽", "decline_proposal")])
def test_it_ends_the_proposal_and_changes_nothing_else(town, case, by, step):
    number, before = void_of(town, case), projection(town, case)
    written = end(town, case, number, by)
    entry = town.entries(case)[-1]
    assert (entry.kind, entry.step, entry.refers_to) == ("act", step, number)
    assert json.loads(entry.facts)["facts"] == {"proposal": number}
    assert written.number == number + 1
    assert projection(town, case) == {**before, "version": before["version"] + 1}
    error = nothing(town, OutOfTurn, lambda: town.confirm(case, number, "孙丽", TODAY))
    assert "已经了结" in str(error)
    nothing(town, OutOfTurn, lambda: end(town, case, number, by))
    town.sound(case)


def test_the_entry_may_be_corrected_afterwards_all_the_same(town, case):
    number = void_of(town, case)
    end(town, case, number, "孙丽")
    again = void_of(town, case)
    assert town.confirm(case, again, "孙丽", TODAY).kind == "void"
    town.sound(case)


def test_a_confirmed_proposal_is_past_withdrawing(town, case):
    number = void_of(town, case)
    town.confirm(case, number, "孙丽", TODAY)
    nothing(town, OutOfTurn, lambda: end(town, case, number, "王芳"))


def test_only_who_might_confirm_declines(town, case):
    number = void_of(town, case)
    nothing(town, NotFound, lambda: end(town, case, number, "何静"))  # of another branch
    nothing(town, NotInOffice, lambda: end(town, case, number, "陈刚"))  # two levels up
    above = void_of(town, case, "agree_prospective", "沈毅")
    nothing(town, NotInOffice, lambda: end(town, case, above, "王芳"))
    end(town, case, above, "吴强")
    town.sound(case)


def test_one_of_two_is_declined_after_the_other_voided_the_entry(town, case):
    """What it was about no longer stands; it must not wait for ever."""
    first, second = void_of(town, case), void_of(town, case)
    town.confirm(case, first, "孙丽", TODAY)
    nothing(town, NotFound, lambda: town.confirm(case, second, "孙丽", TODAY))
    end(town, case, second, "孙丽")
    town.sound(case)


def test_an_allowance_is_declined_by_the_superior(town, case):
    form = {"step": "name_sponsors", "code": "G10", "number": "1", "on": TODAY, "reason": "说明。"}
    number = town.propose(case, "allow", "王芳", TODAY, **form).number
    end(town, case, number, "吴强")
    nothing(town, OutOfTurn, lambda: town.confirm(case, number, "吴强", TODAY))
    town.sound(case)


def test_a_reason_and_the_present_version_are_demanded(town, case):
    number = void_of(town, case)
    error = nothing(town, BadForm, lambda: end(town, case, number, "王芳", reason=""))
    assert [name for name, _ in error.errors] == ["reason"]
    version = town.row(case)["version"]
    nothing(town, Changed, lambda: end(town, case, number, "王芳", seen=version - 1))
    nothing(town, NotFound, lambda: end(town, case, number - 1, "王芳"))
    nothing(town, NotFound, lambda: end(town, case, number + 99, "王芳"))


def test_refusing_the_proposal_changes_nothing_of_what_follows(town, case):
    """A withdrawn correction is no act: the next step finds the case as it was."""
    target = number_of(town, case, "name_sponsors")
    day = next(entry.act_on for entry in town.entries(case) if entry.number == target)
    form = {"on": day, **FACTS["name_sponsors"]}
    number = town.propose(case, "correct", "王芳", TODAY, entry=target, form=form, reason="误。").number
    before = projection(town, case)["snapshot"]
    end(town, case, number, "王芳")
    assert projection(town, case)["snapshot"] == before
