"""The statements of the hot path, for both databases, on the driver's own connection; one round trip each where it can be.

Elsewhere SQLAlchemy speaks. A statement here is written once with `?` and told to PostgreSQL as `%s`.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from models.memberships import entitled_on
from models.work import Work

from ..journal import HASHED, Text
from ..offices import HeldPost, Place

CASE = """
SELECT c.id, c.workflow, c.subject_kind, c.subject_id, c.organisation_id, c.path, c.stage, c.open, c.version,
       c.last_number, c.last_hash, c.snapshot, c.rules_stamp, c.due_on, i.rules_stamp AS law_stamp
FROM "case" c CROSS JOIN installation i WHERE c.id = ?"""

LINE = """
SELECT organisation_id, kind, approval_power, has_committee, has_groups FROM organisation_state
WHERE organisation_id IN ({ids}) AND from_on <= ? AND (until_on IS NULL OR until_on >= ?) AND withdrawn_by_id IS NULL
ORDER BY from_on"""

POSTS = """
SELECT p.id, p.post, p.organisation_id, s.path FROM post p JOIN organisation_state s
  ON s.organisation_id = p.organisation_id AND s.from_on <= ? AND (s.until_on IS NULL OR s.until_on >= ?)
  AND s.withdrawn_by_id IS NULL
WHERE p.person_id = ? AND p.from_on <= ? AND (p.until_on IS NULL OR p.until_on >= ?) AND p.withdrawn_by_id IS NULL
ORDER BY p.from_on, p.id"""

OFFICES = """
SELECT office, post, organisation_kind FROM office_post
WHERE from_on <= ? AND (until_on IS NULL OR until_on >= ?) AND withdrawn_by_id IS NULL"""

UPDATE = 'UPDATE "case" SET {columns} WHERE id = ? AND last_number = ?'

IMPORTED = """
SELECT c.id, e.facts FROM "case" c JOIN entry e ON e.case_id = c.id AND e.number = 1 AND e.kind = 'import'
WHERE c.workflow = ? AND c.subject_kind = 'person' AND c.subject_id = ? ORDER BY c.id"""

KIN = """
SELECT 1 FROM kinship WHERE ((person_id = ? AND relative_id = ?) OR (person_id = ? AND relative_id = ?))
  AND from_on <= ? AND (until_on IS NULL OR until_on >= ?) AND withdrawn_by_id IS NULL"""

GIVEN = """
SELECT m.id, m.status, m.from_on, m.until_on, m.organisation_id FROM membership m JOIN entry e ON e.id = m.source_entry_id
WHERE m.person_id = ? AND e.case_id = ? AND m.withdrawn_by_id IS NULL"""
PROJECTED = 'SELECT ended_reason, due_on FROM "case" WHERE id = ?'
WHEREABOUTS = 'SELECT workflow, path FROM "case" WHERE id = ?'
PLACED = 'UPDATE "case" SET path = ? WHERE id = ?'
WITHDRAW = "UPDATE membership SET withdrawn_by_id = ? WHERE id = ?"
GIVE = """
INSERT INTO membership (person_id, organisation_id, status, from_on, until_on, source_entry_id) VALUES (?, ?, ?, ?, ?, ?)"""

OPENED = (
    "workflow",
    "subject_kind",
    "subject_id",
    "organisation_id",
    "path",
    "open",
    "version",
    "last_number",
    "last_hash",
    "snapshot",
    "rules_stamp",
    "opened_on",
    "several",
)
IS_OPEN = 'SELECT id FROM "case" WHERE workflow = ? AND subject_kind = ? AND subject_id = ? AND open'
OPEN = f'INSERT INTO "case" ({", ".join(OPENED)}) VALUES ({", ".join("?" * len(OPENED))})'
PERSON = "SELECT born_on FROM person WHERE id = ?"
PATH = """
SELECT path FROM organisation_state WHERE organisation_id = ? AND from_on <= ? AND (until_on IS NULL OR until_on >= ?)
  AND withdrawn_by_id IS NULL ORDER BY from_on DESC LIMIT 1"""

APPENDED = (*HASHED, "hash")
ENTRY = f"INSERT INTO entry ({', '.join(APPENDED)}) VALUES ({', '.join('?' * len(APPENDED))})"
AT_ONCE = f"""
WITH appended AS ({ENTRY} RETURNING id),
     apart AS (INSERT INTO entry_text (entry_id, field, salt, text)
               SELECT appended.id, t.* FROM appended, unnest(?::text[], ?::bytea[], ?::text[]) AS t),
     moved AS ({UPDATE} RETURNING 1)
SELECT (SELECT id FROM appended), (SELECT count(*) FROM moved)"""
"""PostgreSQL only: entry, texts and case in one round trip."""

TEXT = "INSERT INTO entry_text (entry_id, field, salt, text) VALUES (?, ?, ?, ?)"


class CaseRow(NamedTuple):
    """A case as its row says, with the stamp of the law the installation goes by."""

    id: int
    workflow: str
    subject_kind: str
    subject_id: int
    organisation_id: int
    path: str
    stage: str | None
    open: bool
    version: int
    last_number: int
    last_hash: bytes
    snapshot: bytes
    rules_stamp: str
    due_on: Any
    law_stamp: str


class Given(NamedTuple):
    """A membership as a case gives it: status, first and last day (None: it still holds), organisation."""

    status: str
    from_on: date
    until_on: date | None
    organisation_id: int


@cache
def _told(statement: str, postgresql: bool) -> str:
    return statement.replace("?", "%s") if postgresql else statement


class EntryRow(NamedTuple):
    """An entry as the table holds it, without the transaction's number."""

    id: int
    case_id: int
    number: int
    kind: str
    step: str
    form_version: int
    act_on: str | None
    recorded_at: str
    mode: str
    actor_person_id: int | None
    actor_post: str | None
    actor_office: str | None
    actor_organisation_id: int | None
    actor_path: str | None
    stage_before: str | None
    stage_after: str | None
    outcome: str | None
    facts: bytes
    commitments: bytes
    findings: bytes
    editions: str
    overlays: str
    readings: str
    calendar: str
    files: bytes
    refers_to: int | None
    previous_hash: bytes
    hash: bytes


@cache
def _setting(statement: str, columns: tuple[str, ...]) -> str:
    """The statement that sets these columns; one that is not named keeps its value, and its indexes their pages."""
    return statement.format(columns=", ".join(f"{column} = ?" for column in columns))


class Store:
    """The statements of one transaction."""

    def __init__(self, work: Work) -> None:
        self.postgresql = work.postgresql
        self._work = work
        self._cursor = work.cursor()

    def _run(self, statement: str, values: Sequence[Any]) -> Any:
        self._work.ensure_begun()
        return self._cursor.execute(_told(statement, self.postgresql), values)

    def _day(self, day: date) -> Any:
        return day if self.postgresql else day.isoformat()

    def case(self, case_id: int, alone: bool = False) -> CaseRow | None:
        """The case, held against other writers until the transaction ends, and the office journal held as it is.

        `alone`: the office journal itself is to be changed.
        """
        if not self.postgresql:
            found = self._run(CASE, (case_id,)).fetchone()
            return CaseRow(*found) if found else None
        held = " FOR UPDATE OF c, i" if alone else " FOR UPDATE OF c FOR SHARE OF i"
        found = self._work.begin_with(self._cursor, CASE.replace("?", str(int(case_id))) + held).fetchone()
        return CaseRow(*found) if found else None

    def line(self, path: str, day: date) -> list[Place]:
        """The organisations from the case's own one up to the root, as they were on `day`."""
        ids = [int(part) for part in path.strip("/").split("/")][::-1]
        held = self._day(day)
        rows = self._run(LINE.format(ids=", ".join(map(str, ids))), (held, held))
        found = {row[0]: Place(*row) for row in rows}
        return [found[each] for each in ids if each in found]

    def posts(self, person_id: int, day: date) -> list[HeldPost]:
        """The posts the person holds on `day`, the oldest first."""
        held = self._day(day)
        return [HeldPost(*row) for row in self._run(POSTS, (held, held, person_id, held, held))]

    def offices(self, day: date) -> set[tuple[str, str, str]]:
        """(office, post, kind of organisation) that may record on `day`."""
        held = self._day(day)
        return {tuple(row) for row in self._run(OFFICES, (held, held))}

    def path(self, organisation_id: int, day: date) -> str | None:
        """Where in the tree an organisation stands on `day`."""
        held = self._day(day)
        found = self._run(PATH, (organisation_id, held, held)).fetchone()
        return found[0] if found else None

    def born_on(self, person_id: int) -> date | None:
        """A person's birthday, where it is known."""
        found = self._run(PERSON, (person_id,)).fetchone()
        return self._date(found[0]) if found else None

    def entitled(self, organisation_id: int, day: date) -> int:
        """How many members with a vote an organisation has registered on `day`."""
        return entitled_on(self._work.session, organisation_id, day)

    def are_kin(self, one: int, other: int, day: date) -> bool:
        """Whether the two are declared relatives on `day`, whoever of them declared it."""
        held = self._day(day)
        return self._run(KIN, (one, other, other, one, held, held)).fetchone() is not None

    def open_case(self, workflow: str, kind: str, subject_id: int) -> int | None:
        """The open case of a subject, if there is one."""
        found = self._run(IS_OPEN, (workflow, kind, subject_id)).fetchone()
        return found[0] if found else None

    def new_case(self, row: Mapping[str, Any]) -> int:
        """Adds a case without entries and returns its id."""
        values = [self._day(row[name]) if name == "opened_on" else row[name] for name in OPENED]
        return self._insert(OPEN, values)

    def projected(self, case_id: int) -> tuple[str | None, date | None]:
        """Why a case ended and its nearest deadline, as its row says."""
        ended_reason, due_on = self._run(PROJECTED, (case_id,)).fetchone()
        return ended_reason, self._date(due_on)

    def whereabouts(self, case_id: int) -> tuple[str, str] | None:
        """The workflow of a case and where in the tree it stands; read without holding it."""
        found = self._run(WHEREABOUTS, (case_id,)).fetchone()
        return tuple(found) if found else None

    def place(self, case_id: int, path: str) -> None:
        """Writes where in the tree a case stands."""
        self._run(PLACED, (path, case_id))

    def given(self, person_id: int, case_id: int) -> dict[Given, int]:
        """The memberships that stand and came from a case, with their row ids."""
        rows = self._run(GIVEN, (person_id, case_id)).fetchall()
        return {Given(row[1], self._date(row[2]), self._date(row[3]), row[4]): row[0] for row in rows}  # type: ignore[arg-type]

    def give(self, person_id: int, given: Given, entry_id: int) -> None:
        """Adds a membership by an entry."""
        until = self._day(given.until_on) if given.until_on else None
        self._run(GIVE, (person_id, given.organisation_id, given.status, self._day(given.from_on), until, entry_id))

    def withdraw(self, membership_id: int, entry_id: int) -> None:
        """Withdraws a membership by an entry."""
        self._run(WITHDRAW, (entry_id, membership_id))

    def _date(self, value: Any) -> date | None:
        return date.fromisoformat(value) if isinstance(value, str) else value

    def _insert(self, statement: str, values: Sequence[Any]) -> int:
        if self.postgresql:
            return self._run(statement + " RETURNING id", values).fetchone()[0]
        self._run(statement, values)
        return self._cursor.lastrowid

    def append(self, row: Mapping[str, Any], texts: Sequence[Text] = ()) -> int:
        """Adds an entry with its texts and returns its row id."""
        entry_id = self._insert(ENTRY, [row[name] for name in APPENDED])
        for text in texts:
            self._run(TEXT, (entry_id, *text))
        return entry_id

    def append_and_update(
        self, entry: Mapping[str, Any], texts: Sequence[Text], row: CaseRow, changed: Mapping[str, Any]
    ) -> tuple[int, bool]:
        """Adds an entry and brings the case's row up to date: its row id, and whether nobody else was faster."""
        if not self.postgresql:
            return self.append(entry, texts), self.update(row, changed)
        apart = [list(column) for column in zip(*texts, strict=True)] or [[], [], []]
        values = [*(entry[name] for name in APPENDED), *apart, *changed.values(), row.id, row.last_number]
        entry_id, moved = self._run(_setting(AT_ONCE, tuple(changed)), values).fetchone()
        return entry_id, moved == 1

    def entry(self, case_id: int, number: int) -> "EntryRow | None":
        """An entry of a case by its number."""
        found = self._run(
            f"SELECT {', '.join(EntryRow._fields)} FROM entry WHERE case_id = ? AND number = ?", (case_id, number)
        )
        row = found.fetchone()
        return EntryRow(*row) if row else None

    def entries(self, case_id: int) -> list["EntryRow"]:
        """Every entry of a case, in order."""
        rows = self._run(
            f"SELECT {', '.join(EntryRow._fields)} FROM entry WHERE case_id = ? ORDER BY number", (case_id,)
        )
        return [EntryRow(*row) for row in rows]

    def imported(self, workflow: str, subject_id: int, digest: str) -> int | None:
        """The case of a subject whose first entry imported the same dossier."""
        rows = self._run(IMPORTED, (workflow, subject_id))
        return next((case for case, facts in rows if json.loads(facts).get("digest") == digest), None)

    def answered(self, case_id: int, proposal: int) -> bool:
        """Whether a proposal was confirmed, declined or withdrawn."""
        later = (row for row in self.entries(case_id) if row.number > proposal and row.kind != "refusal")
        return any(json.loads(row.facts)["facts"].get("proposal") == proposal for row in later)

    def texts(self, entry_id: int) -> dict[str, str]:
        """The personal texts of an entry that were not erased."""
        return dict(
            self._run("SELECT field, text FROM entry_text WHERE entry_id = ? ORDER BY field", (entry_id,)).fetchall()
        )

    def texts_of_case(self, case_id: int) -> dict[int, list[str]]:
        """Which fields of a case's entries have personal texts that were not erased, by the id of the entry."""
        asked = "SELECT entry_id, field FROM entry_text WHERE entry_id IN (SELECT id FROM entry WHERE case_id = ?)"
        found: dict[int, list[str]] = {}
        for entry_id, name in self._run(f"{asked} ORDER BY entry_id, field", (case_id,)).fetchall():
            found.setdefault(entry_id, []).append(name)
        return found

    def erase(self, entry_id: int, fields: Sequence[str]) -> None:
        """Deletes personal texts of an entry; the database demands an erasure entry for it."""
        for each in fields:
            self._run("DELETE FROM entry_text WHERE entry_id = ? AND field = ?", (entry_id, each))

    def update(self, row: CaseRow, changed: Mapping[str, Any]) -> bool:
        """Brings the case's row up to date; False when somebody else was faster."""
        statement = _setting(UPDATE, tuple(changed))
        return self._run(statement, (*changed.values(), row.id, row.last_number)).rowcount == 1
