"""What an entry holds: facts and personal texts apart, canonical bytes, and a hash over every column."""

import hashlib
import json
from datetime import date
from typing import Any, get_args

import pytest

from models.journal import HASH_EXCLUDES, Entry
from workflows import flow
from workflows.engine.errors import Refused
from workflows.engine.forms import trait
from workflows.engine.journal import HASHED, commitment, seal
from workflows.engine.perform.rebuild import broken_chain
from workflows.engine.values import Text
from workflows.membership.sample import COUNTS, FACTS

from .town import moment

SAID = "群众反映：他在邻里纠纷中始终公道，①②，𠮷野家的王芳同志也这样说。"
NAMES = ("欧阳·买买提", "𠮷田", "赵强")


@pytest.fixture
def case(town) -> int:
    """Acts with names and free texts, chosen people, a refusal, a proposal, a correction and a late act."""
    case = town.open("2025-01-06").case_id
    town.take(case, "talk", "2025-01-20", talkers=list(NAMES))
    town.take(case, "decide_activist", "2025-03-01", recommended_by=["members"])
    town.take(case, "file_activist", "2025-03-05", number="镇党备〔2025〕1 号")
    contacts = [{"person": town.people["周敏"]}, {"name": "𠮷田", "status": "full"}]
    town.take(case, "assign_contacts", "2025-03-06", contacts=contacts)
    town.take(case, "review_activist", "2025-08-01", opinion=SAID)
    with pytest.raises(Refused):
        town.take(case, "propose_prospective", "2025-09-01", **FACTS["propose_prospective"])
    target = town.entries(case)[5].number
    form = {"on": "2025-08-02", "opinion": SAID * 2}
    number = town.propose(
        case, "correct", "王芳", "2025-09-02", entry=target, form=form, reason="日期误记，应为二日。"
    ).number
    town.confirm(case, number, "孙丽", "2025-09-02")
    town.take(case, "review_activist", "2025-06-01", at=moment("2025-09-03"), opinion="补录的意见。")
    return case


def words_of(value: Any):
    """Every text in a parsed JSON value, keys included."""
    if isinstance(value, dict):
        for key, held in value.items():
            yield key
            yield from words_of(held)
    elif isinstance(value, list):
        for held in value:
            yield from words_of(held)
    elif isinstance(value, str):
        yield value


def test_no_name_and_no_free_text_stands_in_an_entry(town, case):
    personal = {row["text"] for entry in town.entries(case) for row in town.texts(entry.id).values()}
    assert {*NAMES, "周敏", SAID, SAID * 2, "补录的意见。", "日期误记，应为二日。"} == personal
    for entry in town.entries(case):
        for column in (entry.facts, entry.commitments, entry.findings):
            held = set(words_of(json.loads(column)))
            assert not held & personal
            assert not [word for word in held for text in personal if text in word]
    snapshot = bytes(town.row(case)["snapshot"]).decode()
    assert not [text for text in personal if text in snapshot]


def test_every_text_verifies_against_its_commitment_and_only_with_its_salt(town, case):
    seen = 0
    for entry in town.entries(case):
        committed, texts = json.loads(entry.commitments), town.texts(entry.id)
        assert committed.keys() == texts.keys()
        for field, row in texts.items():
            assert commitment(bytes(row["salt"]), row["text"]) == committed[field]
            assert commitment(bytes(16), row["text"]) != committed[field]
            assert hashlib.sha256(row["text"].encode()).hexdigest() != committed[field]
            seen += 1
    assert seen == 10
    salts = [bytes(row["salt"]) for entry in town.entries(case) for row in town.texts(entry.id).values()]
    assert len(set(salts)) == len(salts)


def test_the_bytes_are_canonical(town, case):
    for entry in town.entries(case):
        for column in (entry.facts, entry.commitments, entry.findings, entry.files):
            again = json.dumps(json.loads(column), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            assert again.encode() == bytes(column)


def test_text_is_kept_in_one_normal_form(town):
    """A decomposed text is stored composed, so that the bytes do not depend on who typed it."""
    case = town.build("assign_contacts", "2026-06-01")
    town.take(case, "review_activist", "2026-06-20", opinion="Cafe\u0301 的工作")
    (row,) = town.texts(town.entries(case)[-1].id).values()
    assert row["text"] == "Caf\u00e9 的工作"


def test_the_hash_covers_every_column_but_three():
    columns = set(Entry.__table__.columns.keys())
    assert columns - set(HASHED) == set(HASH_EXCLUDES) == {"id", "xid", "hash"}
    assert len(HASHED) == len(set(HASHED))


def columns_of(entry) -> dict[str, Any]:
    row = entry._asdict()
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}


def other(name: str, value: Any) -> Any:
    """Another value of a column, of the same type."""
    if name == "previous_hash":
        return bytes([value[0] ^ 1]) + value[1:]
    if isinstance(value, bytes):
        return value.replace(b"}", b',"z":1}') if b"}" in value else b"[1]"
    if isinstance(value, int):
        return value + 1
    return f"{value}x" if value else "1"


def test_the_hash_of_every_entry_follows_and_changes_with_every_column(town, case):
    kinds = set()
    for entry in town.entries(case):
        row = columns_of(entry)
        kinds.add(entry.kind)
        assert seal(row) == row["hash"]
        for name in HASHED:
            changed = {**row, name: other(name, row[name])}
            assert changed[name] != row[name]
            assert seal(changed) != row["hash"], name
    assert kinds == {"act", "refusal", "proposal", "correction"}


def test_moving_a_value_to_the_next_column_changes_the_hash(town, case):
    row = columns_of(town.entries(case)[0])
    assert seal({**row, "actor_post": None, "actor_office": row["actor_post"]}) != row["hash"]


def test_a_changed_and_a_missing_entry_are_found(town, case):
    entries = town.entries(case)
    assert broken_chain(entries) == []
    assert broken_chain([entries[0], entries[1]._replace(act_on="2025-01-19"), *entries[2:]])
    assert broken_chain([*entries[:3], *entries[4:]])
    assert broken_chain(entries[1:])
    assert broken_chain([entries[1], entries[0], *entries[2:]])
    forged = entries[3]._replace(facts=b'{"facts":{"on":"2025-03-04"}}')
    forged = forged._replace(hash=seal(columns_of(forged)))
    assert broken_chain([*entries[:3], forged, *entries[4:]])


def test_more_than_ten_names_keep_their_order_in_a_rebuild(town):
    """`talkers.10.name` comes before `talkers.2.name` in canonical order."""
    case = town.open("2026-06-01").case_id
    town.take(case, "talk", "2026-06-02", talkers=[f"谈话人{number}" for number in range(12)])
    town.sound(case)


def test_who_and_where_and_when(town, case):
    entry = town.entries(case)[3]
    assert (entry.actor_person_id, entry.actor_post, entry.actor_office) == (
        town.people["吴强"],
        "organiser",
        "superior",
    )
    assert (entry.actor_organisation_id, entry.actor_path) == (town.places["镇党委"], town.paths["镇党委"])
    assert (entry.act_on, entry.recorded_at) == ("2025-03-05", "2025-03-05T10:00:00.000000+08:00")
    assert (entry.stage_before, entry.stage_after, entry.outcome) == ("activist", "activist", "done")
    assert entry.form_version == 1 and bytes(entry.files) == b"[]" and entry.calendar


def annotations(annotation: Any):
    yield annotation
    for inner in get_args(annotation):
        yield from annotations(inner)


def free_texts(form: Any, where: str = ""):
    """The fields of a form whose values are free texts, with whether they are personal."""
    for name, info in form.model_fields.items():
        if any(part is Text for part in annotations(info.annotation)) or Text.__metadata__[0] in info.metadata:
            yield f"{where}{form.__name__}.{name}", bool(trait(info, "personal"))


def test_every_free_text_of_every_form_is_personal():
    plain = [name for step in flow("membership") for name, personal in free_texts(step.form) if not personal]
    assert sorted(set(plain)) == []


def test_a_count_keeps_whole_numbers_only(town):
    case = town.build("fill_form", date(2026, 6, 1))
    town.take(case, "admit", "2026-06-20", **COUNTS)
    facts = json.loads(town.entries(case)[-1].facts)["facts"]
    assert all(type(value) in (int, bool, str) for value in facts.values())
