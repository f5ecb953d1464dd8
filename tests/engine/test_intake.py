"""Bad dossier files: each bad dossier becomes one error line that names the field, and the others are judged all the same."""

import json
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from web.commands.check import check
from workflows import flow
from workflows.engine.check import answer
from workflows.engine.intake import Raw
from workflows.membership.sample import lawful
from workflows.rules import law_book

FLOW = flow("membership")
LAWS = law_book()
ON = date(2026, 11, 20)
GOOD = lawful("archive", date(2026, 11, 10), LAWS.calendar)
POSITION = {row["step"]: number for number, row in enumerate(GOOD["steps"])}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
MEGABYTE = "好" * (1 << 20)
LINE = 400
"""No error line needs more characters, however much was written into the file."""


def raw(source: str, line: str | bytes) -> Raw:
    """A line as a file gives it: bytes."""
    return Raw(source, line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line)


def text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True)


def changed(**top: Any) -> str:
    return text({**GOOD, **top})


def row(step: str, /, **facts: Any) -> str:
    """The good dossier with facts of one step added or replaced."""
    return text({**GOOD, "steps": [{**held, **facts} if held["step"] == step else held for held in GOOD["steps"]]})


def without(step: str, name: str) -> str:
    kept = [
        {key: value for key, value in held.items() if (held["step"], key) != (step, name)} for held in GOOD["steps"]
    ]
    return text({**GOOD, "steps": kept})


def at(step: str, path: str = "") -> str:
    return f"steps[{POSITION[step]}]" + (f".{path}" if path else "")


def doubled(inside: str, key: str) -> str:
    """The good dossier with `key` doubled in the first object that holds it inside `inside`."""
    whole = changed()
    start = whole.index(inside)
    return whole[:start] + whole[start:].replace(f'"{key}": ', f'"{key}": null, "{key}": ', 1)


def nested(depth: int, opening: str, closing: str) -> str:
    return changed()[:-1] + f', "x": {opening * depth}1{closing * depth}}}'


BAD: dict[str, tuple[str, str]] = {
    # unknown names
    "an unknown step": (row("talk", step="chat"), at("talk", "step")),
    "no step": (without("talk", "step"), at("talk", "step")),
    "a step that is a number": (row("talk", step=7), at("talk", "step")),
    "an unknown field": (row("talk", place="会议室"), at("talk", "place")),
    "an unknown field at the top": (changed(age=25), "age"),
    "an unknown field in a row": (
        row("assign_contacts", contacts=[{"name": "赵强", "age": 3}]),
        at("assign_contacts", "contacts"),
    ),
    "an unknown setting": (row("talk", setting={"age": 3}), at("talk", "setting.age")),
    "an unknown word": (row("interview", by="friend"), at("interview", "by")),
    "an unknown word in a list": (row("archive", items=["diary"]), at("archive", "items")),
    # duplicate keys, at every depth
    "a doubled key at the top": (doubled("{", "born_on"), "born_on"),
    "a doubled list of steps": (doubled("{", "steps"), "steps"),
    "a doubled key in a step": (doubled('{"step": "talk"', "talkers"), at("talk", "talkers")),
    "a doubled key in a row of a step": (
        doubled('"contacts": [', "status"),
        at("assign_contacts", "contacts[0].status"),
    ),
    "a doubled key in a setting": (
        '{"steps": [{"step": "apply", "on": "2026-06-01", "setting": {"floating": true, "floating": true}}]}',
        "steps[0].setting.floating",
    ),
    "a doubled key in an allowance": (
        '{"steps": [{"step": "apply", "on": "2026-06-01", "allowed": [{"code": "G10", "code": "G14"}]}]}',
        "steps[0].allowed[0].code",
    ),
    # days
    "an impossible day": (row("talk", on="2026-02-30"), at("talk", "on")),
    "a day in the year 226": (row("talk", on="0226-05-11"), at("talk", "on")),
    "a day before the Party": (changed(born_on="1921-06-30"), "born_on"),
    "a day with slashes": (row("talk", on="2026/06/05"), at("talk", "on")),
    "a day without zeros": (row("talk", on="2026-6-5"), at("talk", "on")),
    "a day in full-width digits": (row("talk", on="２０２６-０６-０５"), at("talk", "on")),
    "a moment": (row("talk", on="2025-06-05T08:00:00"), at("talk", "on")),
    "a day as a number": (row("talk", on=20260605), at("talk", "on")),
    "no day": (without("talk", "on"), at("talk", "on")),
    "no first day of a notice": (without("post_notice", "begins_on"), at("post_notice", "begins_on")),
    "the future": (row("archive", on="2026-11-21"), at("archive", "on")),
    "a birth in the future": (changed(born_on="2026-11-21"), "born_on"),
    "a receipt in the future": (
        row("approve_conversion", received_on="2026-11-21"),
        at("approve_conversion", "received_on"),
    ),
    "a birth in the future, in a setting": (
        row("talk", setting={"born_on": "2026-11-21"}),
        at("talk", "setting.born_on"),
    ),
    "a superior's decision in the future": (
        row("talk", allowed=[{"code": "G10", "number": "一号", "on": "2026-11-21", "reason": "特殊情况"}]),
        at("talk", "allowed[0].on"),
    ),
    "a sanction in the future": (
        row("name_sponsors", sponsors=[{"name": "赵强", "sanction": "warning", "sanction_on": "2026-11-21"}]),
        at("name_sponsors", "sponsors"),
    ),
    "a notice that ends in the year 9999": (row("post_notice", ends_on="9999-12-31"), at("post_notice", "ends_on")),
    "a training that ends in the year 9999": (row("train", ends_on="9999-12-31"), at("train", "ends_on")),
    "an extension into the year 9999": (
        row("resolve_conversion", outcome="extend", extend_until="9999-12-31"),
        at("resolve_conversion", "extend_until"),
    ),
    # what contradicts itself
    "more present than due": (row("admit", present=16), at("admit", "present")),
    "more votes than present": (row("admit", in_favour=13), at("admit", "in_favour")),
    "more present and writing than due": (row("admit", written_in_favour=3), at("admit", "written_in_favour")),
    "a notice that ends before it begins": (row("post_notice", ends_on="2020-01-01"), at("post_notice", "ends_on")),
    "a training that ends before it begins": (row("train", ends_on="2020-01-01"), at("train", "ends_on")),
    "a receipt after the approval": (
        row("approve_admission", received_on="2026-11-19"),
        at("approve_admission", "received_on"),
    ),
    "an extension that was not resolved": (
        row("resolve_conversion", extend_until="2027-11-01"),
        at("resolve_conversion", "extend_until"),
    ),
    # numbers
    "a float": (row("admit", due=15.0), at("admit", "due")),
    "a fraction": (row("admit", due=14.5), at("admit", "due")),
    "a number without end": (changed().replace('"due": 15', '"due": 1e400'), at("admit", "due")),
    "NaN": (row("admit", due=float("nan")), ""),
    "Infinity": (row("admit", due=float("inf")), ""),
    "a number as a text": (row("admit", due="15"), at("admit", "due")),
    "yes as a number": (row("admit", due=True), at("admit", "due")),
    "a number as yes": (row("pre_review", passed=1), at("pre_review", "passed")),
    "a negative number": (row("admit", against=-1), at("admit", "against")),
    "nobody due": (row("admit", due=0), at("admit", "due")),
    "a huge number": (row("admit", due=10**30), at("admit", "due")),
    "a huge number of people present": (row("admit", present=10**300), at("admit", "present")),
    "a number of five thousand digits": (changed().replace('"due": 15', '"due": 1' + "0" * 5000), ""),
    "objections that are a word": (row("post_notice", objections="none"), at("post_notice", "objections")),
    # texts
    "a megabyte of opinion": (row("review_probationer", opinion=MEGABYTE), at("review_probationer", "opinion")),
    "a megabyte of name": (changed(name=MEGABYTE), "name"),
    "a megabyte of reference": (changed(ref=MEGABYTE), "ref"),
    "a megabyte of step": (row("talk", step=MEGABYTE), at("talk", "step")),
    "a megabyte of day": (row("talk", on=MEGABYTE), at("talk", "on")),
    "a megabyte of choice": (row("interview", by=MEGABYTE), at("interview", "by")),
    "a megabyte of field name": (row("talk", **{MEGABYTE: 1}), at("talk")),
    "an empty opinion": (row("review_probationer", opinion=""), at("review_probationer", "opinion")),
    "an opinion of spaces": (row("review_probationer", opinion=" \n "), at("review_probationer", "opinion")),
    "a control character in a name": (changed(name="李\x07明"), "name"),
    "a line break in a name": (changed(name="李\n明"), "name"),
    "an invisible character in a name": (changed(name="李\u200b明"), "name"),
    "a space before a name": (changed(name=" 李明"), "name"),
    "a wide space after a name": (changed(name="李明\u3000"), "name"),
    "a control character in an opinion": (
        row("review_probationer", opinion="好\x00"),
        at("review_probationer", "opinion"),
    ),
    "an escape sequence in a number": (row("pre_review", number="\x1b[31m一号"), at("pre_review", "number")),
    "an escape sequence in a step": (row("talk", step="\x1b[31mtalk"), at("talk", "step")),
    "an escape sequence in a field name": (row("talk", **{"\x1b[31mx": 1}), at("talk")),
    "half a character in a name": (changed(name="李\ud842"), "name"),
    "half a character in a reference": (changed(ref="\ud842"), "ref"),
    "half a character in a reference, and no steps": (changed(ref="\ud842", steps=None), "steps"),
    "half a character in a step": (row("talk", step="\ud842"), at("talk", "step")),
    "half a character in a doubled key": ('{"steps": [{"\\ud842": 1, "\\ud842": 2}]}', "steps[0]"),
    "a name of 61 characters": (changed(name="李" * 61), "name"),
    "a name of 61 rare characters": (changed(name="𠮷" * 61), "name"),
    "no name at all": (changed(name=""), "name"),
    "a name that is a number": (changed(name=7), "name"),
    # shapes
    "a list": ("[]", ""),
    "a text": ('"李明"', ""),
    "a number": ("7", ""),
    "nothing": ("null", ""),
    "half a dossier": (changed()[:300], ""),
    "two dossiers on a line": (changed() + changed(), ""),
    "no JSON": ("<档案/>", ""),
    "no steps": ("{}", "steps"),
    "steps that are null": (changed(steps=None), "steps"),
    "steps that are an object": (changed(steps={}), "steps"),
    "a step that is a text": (changed(steps=["apply"]), "steps[0]"),
    "a step that is a list": (changed(steps=[[]]), "steps[0]"),
    "contacts that are an object": (
        row("assign_contacts", contacts={"name": "赵强"}),
        at("assign_contacts", "contacts"),
    ),
    "a contact that is a number": (row("assign_contacts", contacts=[7]), at("assign_contacts", "contacts")),
    "a contact without a name": (
        row("assign_contacts", contacts=[{"status": "full"}]),
        at("assign_contacts", "contacts"),
    ),
    "too many contacts": (row("assign_contacts", contacts=["赵强"] * 21), at("assign_contacts", "contacts")),
    "a setting that is a list": (row("talk", setting=[1]), at("talk", "setting")),
    "a setting that is null": (row("talk", floating=None), at("talk", "floating")),
    "an allowance that is a text": (row("talk", allowed="G10"), at("talk", "allowed")),
    "an allowance that is an empty object": (row("talk", allowed={}), at("talk", "allowed")),
    "an allowance without a number": (row("talk", allowed=[{"code": "G10"}]), at("talk", "allowed[0].number")),
    "lists a thousand deep": (nested(1_000, "[", "]"), ""),
    "objects two thousand deep": (nested(2_000, '{"a": ', "}"), ""),
    "lists a hundred thousand deep": (nested(100_000, "[", "]"), ""),
    "lists a hundred deep": (nested(100, "[", "]"), "x"),
}


@pytest.mark.parametrize("bad, field", BAD.values(), ids=BAD)
def test_a_bad_dossier_is_one_error_that_names_its_field(bad, field):
    found = answer(FLOW, raw("a.jsonl:1", bad), LAWS, ON)
    assert set(found) == {"source", "ref", "error"}, found.get("verdict")
    assert found["source"] == "a.jsonl:1"
    error = found["error"]
    assert error["field"].startswith(field) if field else error["field"] in ("", "x")
    assert CHINESE.search(error["message"]), error["message"]
    for said in (error["field"], error["message"], found["ref"] or ""):
        assert len(said) <= LINE, len(said)
        assert not [c for c in said if unicodedata.category(c) in ("Cc", "Cs")], ascii(said)


def test_a_choice_is_explained_without_english():
    found = answer(FLOW, raw("a.jsonl:1", row("interview", by="friend")), LAWS, ON)
    message = found["error"]["message"]
    assert "committee_member" in message and "organiser" in message
    assert " or " not in message


def test_the_unknown_field_of_a_row_is_named():
    found = answer(FLOW, raw("a.jsonl:1", BAD["an unknown field in a row"][0]), LAWS, ON)
    assert "age" in found["error"]["message"]


def checked(*paths: Path) -> tuple[int, list[dict[str, Any]]]:
    """The exit code and the answers of the command line, as bytes that could really be written."""
    run = CliRunner().invoke(check, [*map(str, paths), "--json", "--on", str(ON)], catch_exceptions=False)
    return run.exit_code, [json.loads(line) for line in run.stdout_bytes.decode("utf-8").splitlines()]


def test_the_others_are_still_judged(tmp_path):
    """All bad dossiers in one file, a good one before, between and after them."""
    lines = [changed()]
    for bad, _ in BAD.values():
        lines += [bad, changed()]
    path = tmp_path / "all.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    code, found = checked(path)
    assert code == 2
    assert [answer["source"] for answer in found] == [f"all.jsonl:{number}" for number in range(1, len(lines) + 1)]
    assert all("error" in answer for answer in found[1::2])
    assert {answer.get("verdict") for answer in found[::2]} == {"valid"}


def test_a_list_of_dossiers_in_one_file(tmp_path):
    path = tmp_path / "list.json"
    path.write_text(f"[{changed()}, {changed(name='')}, 7, null, [], {changed()}]", encoding="utf-8")
    code, found = checked(path)
    assert code == 2
    assert [answer.get("verdict") for answer in found] == ["valid", None, None, None, None, "valid"]


@pytest.mark.parametrize("depth", [100, 900, 950, 980, 990, 1_000, 1_500, 3_000, 20_000, 100_000])
def test_nesting_in_a_whole_file(depth, tmp_path):
    """The depth at which reading gives up differs with the version of Python; what is answered must not."""
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(changed(), encoding="utf-8")
    bad.write_text(nested(depth, "[", "]"), encoding="utf-8")
    code, found = checked(bad, good)
    assert code == 2
    assert ["error" in answer for answer in found] == [True, False]
    assert CHINESE.search(found[0]["error"]["message"])


UNREADABLE = {
    "gbk.jsonl": '{"name": "李明", "steps": []}'.encode("gbk"),
    "gbk.json": '{"name": "李明", "steps": []}'.encode("gbk"),
    "utf16.json": changed().encode("utf-16"),
    "nothing.json": b"",
    "binary.json": bytes(range(256)),
    "other.csv": b"a,b",
    "missing.json": None,
}


@pytest.mark.parametrize("name", [*UNREADABLE, "folder.json"])
def test_a_file_that_cannot_be_read_is_one_error(name, tmp_path):
    path, good = tmp_path / name, tmp_path / "good.json"
    good.write_text(changed(), encoding="utf-8")
    content = UNREADABLE.get(name)
    if content is not None:
        path.write_bytes(content)
    elif name == "folder.json":
        path.mkdir()
    code, found = checked(path, good)
    assert code == 2
    assert ["error" in answer for answer in found] == [True, False]
    assert found[0]["source"].startswith(name)
    assert CHINESE.search(found[0]["error"]["message"])


def test_a_good_line_after_a_line_in_another_encoding_is_still_judged(tmp_path):
    path = tmp_path / "mixed.jsonl"
    good = changed().encode()
    path.write_bytes(good + b"\n" + '{"name": "李明", "steps": []}'.encode("gbk") + b"\n" + good + b"\n")
    code, found = checked(path)
    assert code == 2
    assert sorted("error" in answer for answer in found) == [False, False, True]


def test_a_byte_order_mark_and_empty_lines_do_no_harm(tmp_path):
    path = tmp_path / "bom.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + changed().encode() + b"\n\n   \r\n" + changed().encode())
    code, found = checked(path)
    assert code == 0
    assert [answer["source"] for answer in found] == ["bom.jsonl:1", "bom.jsonl:4"]


NAMES = st.text(st.sampled_from("李明王芳赵强周敏𠮷𬭎𪚥㐀䶮买买提·•.-' aZ"), min_size=1, max_size=60).filter(
    lambda name: name == name.strip()
)


@given(NAMES)
def test_names_of_1_to_60_characters_are_taken_as_they_are(name):
    found = answer(FLOW, raw("a", changed(name=name)), LAWS, ON)
    assert found.get("name") == name, found.get("error")


@pytest.mark.parametrize(
    "name", ["李", "𠮷", "𠮷" * 60, "阿卜杜热合曼·买买提", "欧阳 明", "㐀", "O'Neill-王", "李" * 60]
)
def test_names_that_exist(name):
    found = answer(FLOW, raw("a", changed(name=name)), LAWS, ON)
    assert found.get("verdict") == "valid", found.get("error")
    assert found["name"] == name


def test_a_contact_may_be_a_bare_name():
    found = answer(FLOW, raw("a", row("talk", talkers=["阿卜杜热合曼·买买提"])), LAWS, ON)
    assert found.get("verdict") == "valid", found.get("error")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("2026-06-05"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from([(held["step"], name) for held in GOOD["steps"] for name in held])


@given(FIELDS, VALUES)
def test_whatever_stands_in_a_field_there_is_an_answer(field, value):
    """Wrong shapes of every kind: judged or one error, never a crash, and always one line that can be written."""
    step, name = field
    found = answer(FLOW, raw("a", row(step, **{name: value})), LAWS, ON)
    line = json.dumps(found, ensure_ascii=False, default=str).encode("utf-8")
    assert b"\n" not in line
    assert ("error" in found) != ("verdict" in found)


@given(st.dictionaries(st.sampled_from([*GOOD, "organisation", "x"]), VALUES, max_size=4))
def test_whatever_stands_at_the_top_there_is_an_answer(top):
    found = answer(FLOW, raw("a", changed(**top)), LAWS, ON)
    json.dumps(found, ensure_ascii=False, default=str).encode("utf-8")
    assert ("error" in found) != ("verdict" in found)


@given(st.text(max_size=200))
def test_whatever_the_line_there_is_an_answer(line):
    found = answer(FLOW, raw("a", line), LAWS, ON)
    assert CHINESE.search(found["error"]["message"])
