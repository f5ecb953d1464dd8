"""What a guard or a window answers: a severity, a message to be translated, its facts, and the days that matter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import reduce
from typing import Any, NamedTuple


class Severity(StrEnum):
    """How grave a finding is, gravest first."""

    BLOCK = "block"
    OVERRIDE = "override"
    IRREGULAR = "irregular"
    NOTE = "note"


GRAVEST_FIRST = block, override, irregular, note = tuple(Severity)


class Citation(NamedTuple):
    """One article of one edition; `article` is None where its text was not read."""

    edition: str
    article: int | None


class Message(str):
    """A message in Chinese. Filled in with `%` it keeps its id and its facts, so that it can be said in another language."""

    id: str = ""
    facts: Mapping[str, Any] | None = None

    def __mod__(self, facts: Any) -> "Message":
        filled = Message(str.__mod__(self, facts))
        filled.id, filled.facts = str(self), facts
        return filled


def N_(message: str) -> str:
    """Marks a message for the catalogue; it is translated when it is shown, not here."""
    return Message(message)


ONE_BY_ONE = N_("%(one)s；%(other)s")


def joined(messages: Iterable[str], pattern: str = ONE_BY_ONE) -> str:
    """Several messages as one, which can still be said in another language; empty when there is none."""
    return reduce(lambda one, other: pattern % {"one": one, "other": other}, [*messages] or [""])


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason. A guard gives message, facts and days; the judge adds code, step, day and citation."""

    message: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    earliest: date | None = None
    latest: date | None = None
    severity: Severity | None = None
    code: str = ""
    step: str = ""
    on: date | None = None
    edition: str | None = None
    article: int | None = None
    also: tuple[Citation, ...] = ()
    allowed: str | None = None

    @property
    def refuses(self) -> bool:
        """Whether a live act is refused: blocked, or in need of a superior's decision that is not there."""
        return self.severity is block or (self.severity is override and self.allowed is None)

    def under(
        self, code: str, severity: Severity, step: str, on: date | None, cited: tuple[Citation, ...]
    ) -> "Finding":
        """The same finding with the rule it belongs to; `cited` are the citations in force, the first one leading."""
        first = cited[0] if cited else Citation(None, None)  # type: ignore[arg-type]
        return Finding(
            self.message,
            self.facts,
            self.earliest,
            self.latest,
            self.severity or severity,
            code,
            step,
            on,
            first.edition,
            first.article,
            cited[1:],
            self.allowed,
        )


def missing(message: str, **facts: Any) -> Finding:
    """Something that must exist does not."""
    return Finding(message, facts)


def wrong(message: str, *, severity: Severity | None = None, **facts: Any) -> Finding:
    """Something exists and is not as it must be."""
    return Finding(message, facts, severity=severity)


def too_early(message: str, earliest: date | None, **facts: Any) -> Finding:
    """The day of the act lies before `earliest`, the first lawful day (None when waiting does not help)."""
    return Finding(message, facts, earliest=earliest)


def too_late(message: str, latest: date, *, severity: Severity | None = None, **facts: Any) -> Finding:
    """The day of the act lies after `latest`, the last lawful day."""
    return Finding(message, facts, latest=latest, severity=severity)


UNRECORDED = N_("材料未记载：%(fields)s")


def unrecorded(fields: str) -> Finding:
    """A fact a guard needs is not in the dossier: never a violation by itself, always an irregularity."""
    return Finding(UNRECORDED, {"fields": fields}, severity=irregular)


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The gravest severity among findings that still count (an allowed override does not)."""
    counted = {found.severity for found in findings if not (found.severity is override and found.allowed)}
    return next((severity for severity in GRAVEST_FIRST if severity in counted), None)
