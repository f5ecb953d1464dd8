"""The English catalogue: a line for every message and title, the same placeholders, and English output where it is asked for."""

import ast
import json
import pickle
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.messages import ENGLISH, held, marked, messages_in, needed, titles
from tests.web.workbooks import FLOW, LAWS, ON, sample
from web.catalogue import catalogue, translated
from web.cli import main
from workflows.engine.check import answer
from workflows.engine.decide import decide
from workflows.engine.dossier import Act, Dossier
from workflows.engine.errors import Refused
from workflows.engine.findings import Message, joined
from workflows.engine.intake import Raw
from workflows.membership.sample import FACTS, lawful
from workflows.rules import law_book

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
NAMES = ("李明", "王芳", "赵强")
EXAMPLE = (
    '{"ref": "D-001", "name": "李明", "born_on": "2001-05-04", "has_committee": true, "has_groups": true,'
    ' "floating": false, "general_branch": false, "steps": [{"step": "apply", "on": "2024-09-10"},'
    ' {"step": "talk", "on": "2024-11-05", "talkers": ["王芳"]}]}\n'
)
"""The example of a dossier file: a talk that was held too late."""

MESSAGES = sorted({message for message, _ in marked()})
VOTES = {"due": 15, "present": 7, "in_favour": 7, "abstain": 0, "written_in_favour": 0}
SPONSOR = {"name": "周敏", "status": "full"}
SANCTIONED = {**SPONSOR, "sanction": "warning", "sanction_on": "2025-01-10"}
ON_PROBATION = {**SPONSOR, "sanction": "party_probation", "sanction_on": "2025-01-10"}


def chinese(text: str) -> list[str]:
    """What is left of Chinese in a text, names of people and files left out."""
    for name in NAMES:
        text = text.replace(name, "")
    return CHINESE.findall(text)


def test_every_message_and_title_has_an_english_line():
    english = catalogue("en")
    assert [line.id for line in needed() if line.id and not english.get(line.id)] == []


def test_no_line_has_lapsed_and_none_is_doubtful():
    wanted, english = {line.id for line in needed()}, held()
    assert [line.id for line in english if line.id and (line.id not in wanted or line.fuzzy)] == []
    assert not english.obsolete


def test_no_line_stands_there_twice():
    assert ENGLISH.read_text(encoding="utf-8").count("\nmsgid ") == len(list(held()))


def test_titles_of_every_kind_are_asked_for():
    kinds = {kind for _, kind in titles()}
    assert kinds >= {
        "workflow",
        "step",
        "stage",
        "outcome",
        "end",
        "office",
        "word",
        "field",
        "help",
        "unit",
        "edition",
    }
    assert {step.title for step in FLOW} | set(FLOW.words.values()) | set(FLOW.offices.values()) <= set(catalogue("en"))


def test_placeholders_are_the_same():
    assert [
        line.id for line in held() if sorted(PLACEHOLDER.findall(line.id)) != sorted(PLACEHOLDER.findall(line.string))
    ] == []


def test_no_chinese_is_left_in_an_english_line():
    assert [line.id for line in held() if chinese(line.string)] == []


@pytest.mark.parametrize("message", MESSAGES)
def test_every_message_can_be_filled_in_in_both_languages(message):
    names = PLACEHOLDER.findall(message)
    said = Message(message) % dict.fromkeys(names, "7") if names else Message(message)
    assert "%" not in said
    assert "%" not in translated(said, "en")
    assert translated(said, "zh") is said


def variants() -> Iterator[dict[str, Any]]:
    """Dossiers in which everything is wrong somewhere: a step left out, a fact left out, a wrong fact, a wrong day."""
    whole = sample("whole")
    for step in FLOW:
        yield sample("without", without=[step.name])
    for number, row in enumerate(whole["steps"]):
        for name in row.keys() - {"step", "on", "begins_on"}:
            less = {key: value for key, value in row.items() if key != name}
            yield {**whole, "steps": [*whole["steps"][:number], less, *whole["steps"][number + 1 :]]}
    yield from (sample("facts", facts=facts) for facts in WRONG)
    yield from (sample("days", given=given) for given in DAYS)
    yield from (sample("settings", **setting) for setting in SETTINGS)
    yield from (lawful("list_prospective", date(2026, 9, 1), LAWS.calendar, **more) for more in NOTICES)
    yield from (lawful("approve_admission", date(2026, 10, 30), LAWS.calendar, **more) for more in ADMISSIONS)
    yield from ({**whole, "steps": [*whole["steps"], step]} for step in MORE)
    yield {**whole, "steps": [*whole["steps"][:-3], *EXTENDED_TWICE]}
    yield {**whole, "steps": [without_presence(step) for step in whole["steps"]]}
    yield {**sample("waiting"), "steps": sample("waiting")["steps"][:1]}
    yield lawful("apply", date(2010, 1, 4), LAWS.calendar)


WRONG: tuple[dict[str, dict[str, Any]], ...] = (
    {"decide_activist": {"recommended_by": []}},
    {"assign_contacts": {"contacts": [SPONSOR, {"name": "赵强", "status": "probationary"}]}},
    {"assign_contacts": {"contacts": []}},
    {"assign_contacts": {"contacts": [{**SPONSOR, "relative": True, "other_cases": 3}]}},
    {"name_sponsors": {"sponsors": [SPONSOR, {**SPONSOR, "own_branch": False}]}},
    {"propose_prospective": {"opinions": ["contacts"]}},
    {"agree_prospective": {"agreed": False}},
    {"name_sponsors": {"sponsors": [SPONSOR]}},
    {"name_sponsors": {"sponsors": [SPONSOR, {"name": "赵强", "status": "none"}]}},
    {"name_sponsors": {"sponsors": [SPONSOR, SANCTIONED]}},
    {"name_sponsors": {"sponsors": [SPONSOR, ON_PROBATION]}},
    {"review_politically": {"conclusion": "fail"}},
    {"train": {"days": 1, "hours": 5}},
    {"train": {"ends_on": "2026-05-01"}},
    {"examine": {"passed": False}},
    {"pre_review": {"passed": False}},
    {"pre_review": {"expected_leave_on": "2025-06-01"}},
    {"admit": VOTES},
    {"admit": {"one_by_one": False, "excluded": 2, "secret_ballot": False, "sponsors_present": 1}},
    {"admit": {"in_favour": 5, "against": 7}},
    {"approve_admission": {"approver": "general_branch"}},
    {"approve_admission": {"committee_members": 9, "committee_present": 7, "committee_in_favour": 4}},
    {"approve_admission": {"approved": False}},
    {"resolve_conversion": {"outcome": "extend", "extend_until": "2028-01-01"}},
    {"archive": {"items": ["application", "admission_form"]}},
    {"admit": {"present": 99}},
    {"admit": {"due": "fifteen"}},
    {"talk": {"talkers": "王芳"}},
    {"talk": {"nobody": 1}},
    {"interview": {"by": "nobody"}},
    {"archive": {"on": "2026-06-5"}},
    {"archive": {"on": "2027-06-05"}},
    {"admit": {"in_favour": 14}},
    {"admit": {"written_in_favour": 5}},
    {"train": {"ends_on": "2025-04-01"}},
    {"name_sponsors": {"sponsors": [SPONSOR, {**ON_PROBATION, "restored_on": "2024-01-10"}]}},
    {"approve_admission": {"received_on": "2025-06-16"}},
    {"approve_admission": {"committee_members": 9, "committee_present": 10}},
    {"approve_admission": {"committee_members": 9, "committee_present": 7, "committee_in_favour": 8}},
    {"resolve_conversion": {"extend_until": "2027-01-01"}},
    {"post_notice": {"ends_on": "2025-03-01"}},
)
DAYS = (
    {"talk": date(2024, 1, 5)},
    {"decide_activist": date(2023, 12, 20), "talk": date(2023, 11, 20)},
    {"propose_prospective": date(2025, 1, 20), "decide_activist": date(2024, 2, 11)},
    {"take_oath": date(2025, 12, 1)},
    {"resolve_conversion": date(2026, 5, 4), "admit": date(2025, 5, 16)},
    {"examine": date(2025, 3, 1), "pre_review": date(2025, 4, 20)},
    {"train": date(2024, 3, 1)},
    {"approve_conversion": date(2026, 5, 22)},
    {"resolve_conversion": date(2026, 6, 25)},
    {"approve_admission": date(2026, 1, 10)},
    {"apply": date(2010, 1, 4)},
)
SETTINGS: tuple[dict[str, Any], ...] = (
    {"born_on": "2008-01-01"},
    {"general_branch": True},
    {"has_groups": None},
    {"floating": True, "facts": {"review_politically": {"places": ["一处"]}}},
    {"has_committee": False, "given": {"examine": date(2025, 5, 16), "admit": date(2025, 5, 16)}},
)
NOTICES: tuple[dict[str, Any], ...] = (
    {"given": {"post_notice": date(2026, 8, 27)}},
    {"given": {"agree_prospective": date(2026, 8, 25), "post_notice": date(2026, 8, 20)}},
    {"facts": {"post_notice": {"ends_on": "2026-08-15"}}},
    {"facts": {"post_notice": {"objections": 1}}},
    {"facts": {"post_notice": {"places": ["一处"]}}, "floating": True},
    {"without": ["agree_prospective"]},
    {"without": ["post_notice"]},
)
ADMISSIONS: tuple[dict[str, Any], ...] = (
    {"facts": {"name_sponsors": {"sponsors": [SPONSOR, {**SANCTIONED, "sanction_on": "2026-06-01"}]}}},
    {"given": {"pre_review": date(2026, 8, 10), "admit": date(2026, 9, 30)}},
)
MORE: tuple[dict[str, Any], ...] = (
    {"step": "apply", "on": "2026-07-01"},
    {"step": "take_oath", "on": "2026-07-01"},
    {"step": "nothing", "on": "2026-07-01"},
    {"step": "receive", "on": "2026-01-05", "from": "某支部", "examined": True},
    {"step": "postpone_conversion", "on": "2026-01-05", "until": "2027-12-01", "reason": "尚须考察"},
    {"step": "review_probationer", "on": "2026-07-01", "on_": 1},
)


EXTENDED: dict[str, Any] = {**FACTS["resolve_conversion"], "step": "resolve_conversion", "outcome": "extend"}
APPROVED = {"step": "approve_conversion", "approved": True}
EXTENDED_TWICE: tuple[dict[str, Any], ...] = (
    {**EXTENDED, "on": "2026-05-21", "extend_until": "2026-11-16"},
    {**APPROVED, "on": "2026-06-20", "received_on": "2026-05-26"},
    {"step": "apply_conversion", "on": "2026-10-01"},
    {**EXTENDED, "on": "2026-10-20", "extend_until": "2027-05-16"},
)


def without_presence(step: dict[str, Any]) -> dict[str, Any]:
    """A vote of which nobody wrote down how many were present, only more votes than members."""
    return {name: value for name, value in step.items() if name != "present"} | (
        {"in_favour": 20} if step["step"] == "admit" else {}
    )


@cache
def said() -> tuple[str, ...]:
    """Every message the variants give, under the central texts alone and with the example overlay on top."""
    found: list[str] = []
    for laws in (LAWS, law_book(overlays=["example"])):
        for number, dossier in enumerate(variants()):
            row = answer(FLOW, Raw(f"a.jsonl:{number}", json.loads(json.dumps(dossier))), laws, ON)
            found += [row["error"]["message"]] if "error" in row else [each["message"] for each in row["findings"]]
    return tuple(found)


def ids(message: str) -> set[str]:
    """The ids a message is made of."""
    assert isinstance(message, Message)
    inner = [fact for fact in (message.facts or {}).values() if isinstance(fact, Message)]
    return {message.id or str(message)}.union(*map(ids, inner))


def test_the_variants_give_the_messages_a_dossier_can_have():
    """Nine of ten at least, so that a new guard does not have to come here first."""
    of_guards = {message for message, file in marked() if file.startswith("workflows/membership/")}
    seen = set().union(*map(ids, said()))
    assert seen <= set(MESSAGES)
    assert 10 * len(of_guards - seen) <= len(of_guards), of_guards - seen


def test_every_message_of_the_variants_is_english_in_english():
    for message in dict.fromkeys(said()):
        english = translated(message, "en")
        assert not chinese(english), (message, english)
        assert "%(" not in message + english


def test_facts_are_translated_with_their_message():
    unheard = next(message for message in said() if "尚未听取" in message)
    assert unheard == "尚未听取这些方面的意见：党小组、党员、群众"
    assert translated(unheard, "en") == "These have not been heard: group, members, the masses"


def test_what_is_in_no_catalogue_stays_as_it_is():
    assert translated("李明", "en") == "李明"
    assert translated("李明、王芳", "en") == "李明, 王芳"
    assert translated("", "en") == ""


def test_messages_joined_are_translated_one_by_one():
    one, other = Message("缺少“%(title)s”") % {"title": "赞成票"}, Message("须采取无记名投票方式表决")
    both = joined([one, other])
    assert both == "缺少“赞成票”；须采取无记名投票方式表决"
    assert translated(both, "en") == "“Votes in favour” is missing; The vote must be by secret ballot"
    assert (joined([]), joined([one])) == ("", one)


def test_a_message_goes_to_another_process_with_its_facts():
    sent = pickle.loads(pickle.dumps(Message("第 %(number)s 条缺失") % {"number": 7}))
    assert translated(sent, "en") == "Entry 7 is missing"


def test_a_refusal_with_all_its_reasons_can_be_said_in_english():
    setting = FLOW.setting.recall({"born_on": date(2009, 1, 5)})
    step, law = FLOW["apply"], LAWS.on(date(2026, 6, 5))
    form = step.form.read({"on": date(2026, 6, 5)})
    with pytest.raises(Refused) as refused:
        decide(Dossier(FLOW, setting), Act(step, form.on, form), law)
    assert str(refused.value) == (
        "2026-06-05 不能办理“递交入党申请书”：\n- 申请时未满 18 周岁：2009-01-05 出生；"
        "最早 2027-01-05（星期二）可以办理（中国共产党章程（2022）第1条，G01）"
    )
    assert translated(Message(refused.value.message) % refused.value.facts, "en") == (
        "“Submit the application” cannot be taken on 2026-06-05:\n"
        "- The applicant, born on 2009-01-05, was not yet 18 years old; possible from 2027-01-05 (Tuesday) "
        "(Constitution of the Communist Party of China (2022), article 1, G01)"
    )


@pytest.fixture
def example(tmp_path) -> Path:
    path = tmp_path / "a.jsonl"
    path.write_text(EXAMPLE + '{"ref": "D-002", "steps": [{"step": "apply", "on": "2024-9-1"}]}\n', encoding="utf-8")
    return path


def run(command: str, *args: Any) -> str:
    result = CliRunner().invoke(main, [command, *map(str, args), "--on", "2026-11-01"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output


@pytest.mark.parametrize("jobs", [1, 2])
def test_check_in_english(example, jobs):
    assert run("check", example, "--lang", "en", "--jobs", jobs).splitlines() == [
        "a.jsonl:1 李明 (D-001): with irregularities",
        "  - The talk is due within 1 month(s) of the application, received on 2024-09-10"
        " (Detailed Rules on Developing Party Members (2014), article 7, G02)",
        "a.jsonl:2 (D-002): cannot be judged: “steps[0].on”: “Day”: a day must be written like 2026-06-05",
    ]


def test_the_language_changes_no_json(example):
    assert run("check", example, "--json", "--lang", "en") == run("check", example, "--json")
    assert "应当派人谈话" in run("check", example, "--json", "--lang", "en")
    example.write_text(EXAMPLE, encoding="utf-8")
    assert run("plan", example, "--json", "--lang", "en") == run("plan", example, "--json")


def test_plan_in_english(example):
    example.write_text(EXAMPLE, encoding="utf-8")
    lines = run("plan", example, "--lang", "en").splitlines()
    assert lines[0] == "李明: applicant"
    assert (
        "  List as prospective member: from 2027-11-09 (Tuesday) – The notice has not stood for 5 working days: "
        "it began on 2027-11-01 and ends on 2027-11-08 (G08)"
    ) in lines
    assert [line for line in lines if chinese(line)] == []
    assert len(lines) == len(run("plan", example).splitlines())


def test_chinese_needs_no_catalogue(example, monkeypatch):
    monkeypatch.setattr("web.catalogue.catalogue", None)
    assert "有不规范之处" in run("check", example)


@pytest.mark.parametrize("source", ["N_(text)", "N_(f'{x}')", "N_('a', 'b')", "N_()"])
def test_a_mark_around_anything_but_one_text_is_an_error(source):
    with pytest.raises(ValueError, match="line 1"):
        list(messages_in(ast.parse(source)))
