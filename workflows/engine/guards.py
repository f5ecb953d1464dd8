"""Guards: facts that must hold. A guard belongs to steps, applies while its article is in force, and answers a finding."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .findings import Citation, Finding, Severity

if TYPE_CHECKING:
    from .dossier import Act, Dossier
    from .law import Law

Question = Callable[["Dossier", "Act", "Law"], Finding | None]


@dataclass(frozen=True, slots=True)
class Guard:
    """A question asked of the dossier, the act and the law of its day.

    Without a basis it rests on practice and always applies. With `limit` it also applies where an overlay sets that
    limit. `reads_form` says that it runs only when the form is filled in.
    """

    name: str
    code: str
    severity: Severity
    basis: tuple[Citation, ...]
    ask: Question
    reads_form: bool
    limit: str | None

    def in_force(self, law: "Law") -> tuple[Citation, ...] | None:
        """The citations to show under `law`, or None where the guard is silent."""
        cited = law.cited(self.basis)
        if cited:
            return cited
        if self.limit and self.limit in law:
            return (law.limits[self.limit].citation,)
        return None if self.basis or self.limit else ()


def guard(
    code: str, severity: Severity, *basis: Citation, reads_form: bool = False, limit: str | None = None
) -> Callable[[Question], Guard]:
    """Declares a guard: its code in the catalogue, how grave its finding is, and the articles, first the one to show."""

    def declare(ask: Question) -> Guard:
        return Guard(ask.__name__, code, severity, basis, ask, reads_form, limit)

    return declare
