"""Windows: the last lawful day passes and its neighbour does not, whatever the anchor, the number and the unit."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workflows import flow
from workflows.engine.dossier import Act, Dossier, Taking
from workflows.engine.findings import Citation, block, irregular, note
from workflows.engine.law import Law, Limit
from workflows.engine.months import add_months, add_years
from workflows.engine.windows import ahead_of, at_least_workdays, every, not_before, within
from workflows.rules.load import calendar, readings_on_file

FLOW = flow("membership")
ONE_DAY = timedelta(days=1)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
NUMBERS = st.integers(1, 36)
UNITS = st.sampled_from(["x_days", "x_months", "x_years", "x_workdays"])
SAID = {"code": "G99", "message": "%(since)s"}
RECURRING = {**SAID, "message": "last %(since)s", "first": "since %(since)s"}


def law(new_from: date | None = None, readings: dict[str, str] | None = None, **limits: int) -> Law:
    """A law that holds nothing but the given limits."""
    rows = {name: Limit(name, value, Citation("XX", 1), new_from) for name, value in limits.items()}
    defaults = {name: reading.default for name, reading in readings_on_file().items()}
    return Law([], rows, {**defaults, **(readings or {})}, calendar())


def dossier(**days: date) -> Dossier:
    """A case in which steps were taken on the given days; `post_notice` is one of a given period."""
    case = Dossier(FLOW, FLOW.setting.recall({}))
    for number, (step, day) in enumerate(days.items()):
        form = FLOW[step].form.restore({FLOW[step].form.day_field(): day})
        taking = Taking(step, day, form, "done", number)
        case.standing[step] = taking
        case.takings.setdefault(step, []).append(taking)
    return case


def of(step: str, window: Any) -> Any:
    """The window as the table makes it known to the step it stands on."""
    return replace(window, step=step, reads_form=window.anchor.startswith(step + "."))


def act(step: str, on: date, **facts: Any) -> Act:
    return Act(FLOW[step], on, FLOW[step].form.restore({"on": on, **facts}))


def moved(day: date, limit: str, number: int) -> date:
    """The edge, by hand."""
    match limit:
        case "x_days":
            return day + timedelta(days=number)
        case "x_months":
            return add_months(day, number)
        case "x_years":
            return add_years(day, number)
    return calendar().first_workday_after(calendar().nth_workday_after(day, number))


@given(DAYS, NUMBERS, UNITS)
def test_not_before(begun, number, limit):
    window = of("talk", not_before(limit, after="apply", **SAID))
    case, rules, opens = dossier(apply=begun), law(**{limit: number}), moved(begun, limit, number)
    assert window.opens(case, rules) == opens
    assert window.ask(case, act("talk", opens), rules) is None
    found = window.ask(case, act("talk", opens - ONE_DAY), rules)
    assert found.earliest == opens
    assert window.edges(case, act("talk", opens), rules) == {"opens": (opens, opens - ONE_DAY)}


@given(DAYS)
def test_not_before_the_anchor_itself(begun):
    window = of("talk", not_before(None, after="apply", **SAID))
    case, rules = dossier(apply=begun), law()
    assert window.ask(case, act("talk", begun), rules) is None
    assert window.ask(case, act("talk", begun - ONE_DAY), rules).earliest == begun


@given(DAYS, NUMBERS, UNITS)
def test_within(begun, number, limit):
    window = of("talk", within(limit, of="apply", **SAID))
    case, rules, closes = dossier(apply=begun), law(**{limit: number}), moved(begun, limit, number)
    assert window.closes(case, rules) == closes
    assert window.ask(case, act("talk", closes), rules) is None
    found = window.ask(case, act("talk", closes + ONE_DAY), rules)
    assert (found.severity, found.latest) == (irregular, closes)
    assert window.overdue(case, rules, closes) is None
    assert window.overdue(case, rules, closes + ONE_DAY).severity is irregular


@given(DAYS, st.integers(1, 12), st.integers(1, 12))
def test_within_at_most(received, number, more):
    """Late is irregular, or a note with a reason; beyond the second limit it is blocked, whatever the reason."""
    window = of(
        "approve_admission",
        within("x_months", of="approve_admission.received_on", at_most="most_months", excuse="delay_reason", **SAID),
    )
    rules = law(x_months=number, most_months=number + more)
    closes, last = add_months(received, number), add_months(received, number + more)

    def gravity(on: date, **facts: Any):
        found = window.ask(dossier(), act("approve_admission", on, received_on=received, **facts), rules)
        return found and found.severity

    reason = {"delay_reason": "情况特殊"}
    assert gravity(closes) is None
    assert gravity(closes + ONE_DAY) is irregular
    assert gravity(closes + ONE_DAY, **reason) is note
    assert gravity(last, **reason) is note
    assert gravity(last) is irregular
    assert gravity(last + ONE_DAY, **reason) is block
    assert gravity(last + ONE_DAY) is block


def test_before_the_form_is_filled_in_there_is_no_excuse():
    window, rules = of("talk", within("x_days", of="apply", excuse="reason", **SAID)), law(x_days=3)
    found = window.ask(dossier(apply=date(2026, 6, 1)), Act(FLOW["talk"], date(2026, 6, 5)), rules)
    assert found.severity is irregular


@given(DAYS, st.integers(0, 20), st.integers(1, 12))
def test_within_also_from_an_earlier_anchor(resolved, lag, number):
    """Reading C-23: counted from receipt, the resolution only warns; counted from the resolution, it binds."""
    window = of(
        "approve_conversion",
        within(
            "x_months",
            of="approve_conversion.received_on",
            also_from="resolve_conversion",
            counts_from=("approval_counts_from", "resolution"),
            **SAID,
        ),
    )
    received = resolved + timedelta(days=lag)
    case, warned, closes = (
        dossier(resolve_conversion=resolved),
        add_months(resolved, number),
        add_months(received, number),
    )

    def gravity(on: date, reading: str):
        rules = law(readings={"approval_counts_from": reading}, x_months=number)
        found = window.ask(case, act("approve_conversion", on, received_on=received), rules)
        return found and found.severity

    assert gravity(warned, "receipt") is None
    assert gravity(closes + ONE_DAY, "receipt") is irregular
    if warned < closes:
        assert gravity(warned + ONE_DAY, "receipt") is note
    assert gravity(warned, "resolution") is None
    assert gravity(warned + ONE_DAY, "resolution") is irregular

    rules, asked = law(x_months=number), act("approve_conversion", received, received_on=received)
    told = {"closes": (closes, closes + ONE_DAY), "warns": (warned, warned + ONE_DAY)}
    assert window.edges(case, asked, rules) == told
    assert window.edges(dossier(), asked, rules) == {"closes": told["closes"]}
    assert window.start(case, None, rules) is None, "the form brings the anchor, and there is none yet"


@given(DAYS, NUMBERS)
def test_another_anchor_counts_by_its_reading_also_where_the_form_brings_none(begun, number):
    counts = ("approval_counts_from", "resolution")
    window = of("decide_activist", within("x_days", of="talk", also_from="apply", counts_from=counts, **SAID))
    case = dossier(apply=begun, talk=begun + ONE_DAY)
    for reading, start in (("resolution", begun), ("receipt", begun + ONE_DAY)):
        rules = law(readings={"approval_counts_from": reading}, x_days=number)
        assert window.closes(case, rules) == start + timedelta(days=number)


@pytest.mark.parametrize(("taken", "answered"), [(-1, False), (0, True), (1, True)])
def test_what_was_done_since_the_anchor_is_not_overdue(taken, answered):
    begun, last = date(2026, 6, 1), date(2026, 6, 4)
    window, rules = of("talk", within("x_days", of="apply", **SAID)), law(x_days=3)
    case = dossier(apply=begun, talk=begun + timedelta(days=taken))
    assert (window.overdue(case, rules, last + ONE_DAY) is None) is answered
    assert window.overdue(case, rules, last) is None


def test_a_window_is_called_by_its_step_and_its_limit_or_its_anchor():
    assert of("talk", within("x_days", of="apply", **SAID)).name == "talk:x_days"
    assert of("talk", not_before(None, after="apply", **SAID)).name == "talk:apply"


def test_without_a_limit_and_without_an_article_in_force_a_window_is_silent():
    window = not_before(None, after="apply", basis=(Citation("XX", 1),), **SAID)
    assert window.in_force(law()) is None


@given(DAYS, st.integers(1, 12))
def test_within_prompt(begun, number):
    """Due at once: late within the limit is a note, beyond it irregular."""
    window = of("talk", within("x_months", of="apply", prompt=True, **SAID))
    case, rules, closes = dossier(apply=begun), law(x_months=number), add_months(begun, number)
    assert window.ask(case, act("talk", begun), rules) is None
    assert window.ask(case, act("talk", begun + ONE_DAY), rules).severity is note
    assert window.ask(case, act("talk", closes), rules).severity is note
    assert window.ask(case, act("talk", closes + ONE_DAY), rules).severity is irregular


@given(DAYS, st.integers(-40, 40), st.integers(1, 12))
def test_a_deadline_new_in_an_edition_binds_what_starts_under_it(new_from, offset, number):
    """Reading C-12: the starting act decides; with the other option every act is bound."""
    window = of("talk", within("x_months", of="apply", **SAID))
    begun = new_from + timedelta(days=offset)
    case, late = dossier(apply=begun), add_months(begun, number) + ONE_DAY
    found = window.ask(case, act("talk", late), law(new_from, x_months=number))
    assert found.severity is (note if begun < new_from else irregular)
    closes = window.closes(case, law(new_from, x_months=number))
    assert closes == (None if begun < new_from else late - ONE_DAY)
    assert (window.overdue(case, law(new_from, x_months=number), late) is None) == (begun < new_from)

    all_bound = law(new_from, {"transition": "binds_all"}, x_months=number)
    assert window.ask(case, act("talk", late), all_bound).severity is irregular
    assert window.closes(case, all_bound) == late - ONE_DAY


@given(DAYS, st.sampled_from(["x_days", "x_months"]), NUMBERS)
def test_ahead_of(due, limit, number):
    window = of("talk", ahead_of("apply", limit, **SAID))
    case, rules, closes = dossier(apply=due), law(**{limit: number}), moved(due, limit, -number)
    assert window.closes(case, rules) == closes
    assert window.ask(case, act("talk", closes), rules) is None
    found = window.ask(case, act("talk", closes + ONE_DAY), rules)
    assert (found.latest, found.facts["since"]) == (closes, due)
    assert window.overdue(case, rules, closes) is None
    assert window.overdue(case, rules, closes + ONE_DAY).latest == closes


@given(DAYS, st.integers(0, 25), st.integers(1, 10))
def test_at_least_workdays(begins, length, number):
    window = of("list_prospective", at_least_workdays("x_workdays", of="post_notice", short="%(served)s", **SAID))
    ends, rules = begins + timedelta(days=length), law(x_workdays=number)
    case = dossier(post_notice=begins)
    case.standing["post_notice"].form.__dict__["ends_on"] = ends
    opens = calendar().first_after(ends, and_workdays=number, since=begins)

    early = window.ask(case, act("list_prospective", opens - ONE_DAY), rules)
    assert early.earliest == opens
    late = window.ask(case, act("list_prospective", opens), rules)
    if calendar().workdays(begins, ends) < number:
        assert window.opens(case, rules) is None
        assert late.message == "%(served)s" and late.earliest is None, "waiting does not help a notice that was short"
    else:
        assert window.opens(case, rules) == opens
        assert late is None or late.severity is note  # a year whose days off are not known yet


@given(DAYS, st.integers(1, 12), st.integers(0, 400))
def test_every(begun, number, later):
    """The time runs from the anchor, then from the last taking, and ends with the step that closes it."""
    window = of(
        "review_activist",
        every("x_months", since="apply", recurring="review_activist", until="propose_prospective", **RECURRING),
    )
    rules, reviewed = law(x_months=number), begun + timedelta(days=later)
    for case, start in ((dossier(apply=begun), begun), (dossier(apply=begun, review_activist=reviewed), reviewed)):
        closes = add_months(start, number)
        assert window.closes(case, rules) == closes
        assert window.ask(case, act("review_activist", closes), rules) is None
        assert window.ask(case, act("review_activist", closes + ONE_DAY), rules).latest == closes
        assert window.overdue(case, rules, closes) is None
        assert window.overdue(case, rules, closes + ONE_DAY).severity is irregular

    done = dossier(apply=begun, propose_prospective=reviewed)
    assert window.closes(done, rules) is None
    assert window.ask(done, act("review_activist", date(2099, 1, 1)), rules) is None
    assert window.overdue(done, rules, date(2099, 1, 1)) is None


@given(DAYS, st.integers(1, 12))
def test_every_judges_the_last_gap_on_the_closing_step(begun, number):
    window = of(
        "propose_prospective",
        every("x_months", since="apply", recurring="review_activist", until="propose_prospective", **RECURRING),
    )
    case, rules, closes = dossier(apply=begun), law(x_months=number), add_months(begun, number)
    assert window.ask(case, act("propose_prospective", closes), rules) is None
    assert window.ask(case, act("propose_prospective", closes + ONE_DAY), rules).latest == closes
    assert window.closes(case, rules) is None, "the deadline is the review's, not the proposal's"
    assert window.overdue(case, rules, date(2099, 1, 1)) is None


def test_what_recurs_speaks_of_a_last_time_only_where_there_was_one():
    begun, reviewed, on = date(2025, 1, 1), date(2025, 4, 1), date(2026, 1, 1)
    declared = every("x_months", since="apply", recurring="review_activist", until="propose_prospective", **RECURRING)
    window, rules = of("review_activist", declared), law(x_months=6)
    for case, message, start in (
        (dossier(apply=begun), "since %(since)s", begun),
        (dossier(apply=begun, review_activist=reviewed), "last %(since)s", reviewed),
        (dossier(review_activist=date(2024, 12, 31), apply=begun), "since %(since)s", begun),
        (dossier(review_activist=begun, apply=begun), "last %(since)s", begun),
    ):
        for finding in (window.overdue(case, rules, on), window.ask(case, act("review_activist", on), rules)):
            assert (finding.message, finding.facts) == (message, {"since": start, "months": 6})


def test_what_recurs_counts_from_nothing_before_it_began():
    window = of(
        "review_activist",
        every("x_months", since="apply", recurring="review_activist", until="propose_prospective", **RECURRING),
    )
    case, rules = dossier(review_activist=date(2026, 6, 1)), law(x_months=1)
    assert window.start(case, None, rules) is None and window.closes(case, rules) is None
    assert window.overdue(case, rules, date(2099, 1, 1)) is None


WINDOWS = [window for step in FLOW for window in step.windows]


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: f"{window.name}-{window.code}")
def test_a_window_without_its_anchor_says_nothing(window):
    rules, on = law(**{window.limit: 1} if window.limit else {}), date(2026, 6, 15)
    assert window.ask(dossier(), Act(FLOW[window.step], on), rules) is None
    assert window.opens(dossier(), rules) is None
    assert window.closes(dossier(), rules) is None
    assert window.overdue(dossier(), rules, date(2099, 1, 1)) is None
    assert window.edges(dossier(), Act(FLOW[window.step], on), rules) == {}


@given(DAYS, NUMBERS, UNITS, st.sampled_from([not_before, within]))
def test_edges_are_neighbours_on_which_the_answer_differs(begun, number, limit, kind):
    window = of("talk", kind(limit, **{"after" if kind is not_before else "of": "apply"}, **SAID))
    case, rules = dossier(apply=begun), law(**{limit: number})
    edges = window.edges(case, act("talk", begun), rules)
    assume(edges)
    assert tuple(edges) == tuple(window.edge_names)
    for edge in edges.values():
        assert abs(edge.lawful - edge.not_lawful) == ONE_DAY
        assert window.ask(case, act("talk", edge.lawful), rules) is None
        assert window.ask(case, act("talk", edge.not_lawful), rules) is not None
