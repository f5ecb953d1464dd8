"""Verifies the chain of every case in a range: numbers without gaps, previous hashes, each hash over its columns, the texts."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.cases import Case
from models.journal import Entry, EntryText
from workflows.engine.findings import N_
from workflows.engine.journal import HASHED, NO_HASH, commitment, seal

from .found import Found

AT_ONCE = 500
"""Rows fetched at a time: a million entries need no more memory than these."""

COLUMNS = tuple(getattr(Entry, name) for name in HASHED)
GAP = N_("缺少第 %(first)s 至 %(last)s 条")
NOT_NEXT = N_("与上一条不相接：其中一条已变或被替换")
OTHER_CONTENT = N_("内容与其散列值不符：有一栏已变")
NOT_CANONICAL = N_("内容不能按规范写出：%(why)s")
END = N_("案件记载的末条是第 %(said)s 条，散列值 %(hash)s：与全程纪实不符")
NO_CASE = N_("有全程纪实，却没有案件")
OTHER_TEXT = N_("“%(field)s”的原文与记录中的承诺不符：原文已被替换")
UNKNOWN_TEXT = N_("“%(field)s”的原文不在记录之内：事后添加")
NO_TEXT = N_("“%(field)s”的原文不见了，而没有删除它的记录")


def chains(session: Session, first: int, last: int) -> Iterator[Found]:
    """Everything wrong in the chains of the cases from `first` to `last`."""
    rows = select(*COLUMNS, Entry.hash).where(Entry.case_id.between(first, last)).order_by(Entry.case_id, Entry.number)
    ends = _ends(session, first, last)
    said = next(ends, None)
    for case, entries in groupby(session.execute(rows.execution_options(yield_per=AT_ONCE)), lambda row: row.case_id):
        while said and said.id < case:
            yield from _end(said, 0, NO_HASH)
            said = next(ends, None)
        number, hash = 0, NO_HASH
        for row in entries:
            yield from (
                Found("chain", each.message, case, each.number, each.facts)
                for each in broken_link(row, number, hash, HASHED)
            )
            number, hash = row.number, bytes(row.hash)
        if said and said.id == case:
            yield from _end(said, number, hash)
            said = next(ends, None)
        else:
            yield Found("chain", NO_CASE, case)
    while said:
        yield from _end(said, 0, NO_HASH)
        said = next(ends, None)


def _ends(session: Session, first: int, last: int) -> Iterator[Any]:
    """What the rows of these cases say of their last entries."""
    rows = select(Case.id, Case.last_number, Case.last_hash).where(Case.id.between(first, last)).order_by(Case.id)
    return iter(session.execute(rows.execution_options(yield_per=AT_ONCE)))


def _end(said: Any, number: int, hash: bytes) -> Iterator[Found]:
    if (said.last_number, bytes(said.last_hash)) != (number, hash):
        facts = {"said": said.last_number, "hash": bytes(said.last_hash).hex()[:16]}
        yield Found("chain", END, said.id, facts=facts)


class Broken(NamedTuple):
    """What is wrong where a row is to follow another; without a number it is about what lies between them."""

    message: str
    number: int | None
    facts: dict[str, Any]


def broken_link(row: Any, before: int, hash: bytes, columns: Sequence[str]) -> Iterator[Broken]:
    """Everything wrong with a row of a chain, which must follow number `before` of this `hash`; `columns` are those hashed."""
    if row.number != before + 1:
        yield Broken(GAP, None, {"first": before + 1, "last": row.number - 1})
    elif bytes(row.previous_hash) != hash:
        yield Broken(NOT_NEXT, row.number, {})
    held = row._mapping
    plain = {name: bytes(held[name]) if isinstance(held[name], memoryview) else held[name] for name in columns}
    try:
        if seal(plain, columns) != bytes(row.hash):
            yield Broken(OTHER_CONTENT, row.number, {})
    except (ValueError, TypeError) as error:
        yield Broken(NOT_CANONICAL, row.number, {"why": error})


def texts(session: Session, first: int, last: int) -> Iterator[Found]:
    """Every personal text that is not the one recorded, and every one that is gone without an erasure."""
    rows = (
        select(Entry.case_id, Entry.number, Entry.commitments, EntryText.field, EntryText.salt, EntryText.text)
        .outerjoin(EntryText, EntryText.entry_id == Entry.id)
        .where(Entry.case_id.between(first, last), (Entry.commitments != b"{}") | EntryText.field.is_not(None))
        .order_by(Entry.case_id, Entry.number, EntryText.field)
    )
    found = session.execute(rows.execution_options(yield_per=AT_ONCE))
    for (case, number), held in groupby(found, lambda row: (row.case_id, row.number)):
        there = list(held)
        promised = _promised(bytes(there[0].commitments))
        for row in (row for row in there if row.field is not None):
            if row.field not in promised:
                yield Found("text", UNKNOWN_TEXT, case, number, {"field": row.field})
            elif commitment(bytes(row.salt), row.text) != promised.pop(row.field):
                yield Found("text", OTHER_TEXT, case, number, {"field": row.field})
        if promised:
            left = sorted(promised.keys() - _erased(session, case, number))
            yield from (Found("text", NO_TEXT, case, number, {"field": field}) for field in left)


def _promised(commitments: bytes) -> dict[str, str]:
    """The commitments of an entry by field; those that cannot be read are the chain's matter."""
    try:
        held = json.loads(commitments)
        return dict(held) if isinstance(held, dict) else {}
    except ValueError:
        return {}


def _erased(session: Session, case: int, number: int) -> set[str]:
    """The fields of an entry whose texts later entries erased."""
    rows = select(Entry.facts).where(Entry.case_id == case, Entry.kind == "erasure", Entry.refers_to == number)
    return {field for facts in session.scalars(rows) for field in erased_by(bytes(facts), "fields")}


def erased_by(facts: bytes, what: str) -> list[str]:
    """The `fields` or `files` an erasure names; none where it cannot be read, which is the chain's matter."""
    try:
        return list(json.loads(facts)["facts"][what])
    except (ValueError, KeyError, TypeError):
        return []
