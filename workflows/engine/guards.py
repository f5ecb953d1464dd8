"""Guards: facts that must hold. A guard belongs to steps, applies while its article is in force, and answers a finding."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .findings import Citation, Finding, Severity, irregular

if TYPE_CHECKING:
    from .dossier import Act, Dossier
    from .law import Law

Question = Callable[["Dossier", "Act", "Law"], Finding | None]


@dataclass(frozen=True, slots=True)
class Guard:
    """A question asked of the dossier, the act and the law of its day.

    Without a basis it rests on practice and always applies. With `limit` it also applies where an overlay sets that
    limit. `reads_form` says that it runs only when the form is filled in. One that `asks_only` finds nothing but gaps.
    """

    name: str
    code: str
    severity: Severity
    basis: tuple[Citation, ...]
    ask: Question
    reads_form: bool
    limit: str | None
    asks_only: bool = False

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


def recorded(code: str, step: str, fact: str, *basis: Citation) -> Guard:
    """A guard that asks only whether a fact of a step was recorded, for facts that nothing else reads."""

    def ask(dossier: "Dossier", act: "Act", law: "Law") -> Finding | None:
        form = act.form if act.step.name == step else dossier.done(step)
        if form is not None:
            getattr(form, fact)
        return None

    return Guard(f"{step}_{fact}_recorded", code, irregular, basis, ask, False, None, asks_only=True)
