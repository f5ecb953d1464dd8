"""Why a step was not taken. Each error carries what a page or the command line needs to say it."""

from collections.abc import Sequence
from typing import Any

from .findings import Finding


class WorkflowError(Exception):
    """The base of every answer that is not a step taken; `entry` is the refusal entry to be kept, if one was written."""

    status = 409

    def __init__(self, message: str = "", **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts
        self.entry: Any = None

    def __str__(self) -> str:
        return self.message % self.facts


class NotFound(WorkflowError):
    """The case does not exist, or not for this account."""

    status = 404


class NotInOffice(WorkflowError):
    """The actor holds no post that may record for the office that decides."""

    status = 403


class OutOfTurn(WorkflowError):
    """The step does not follow from where the case stands."""


class Changed(WorkflowError):
    """Somebody was faster: the case is no longer as it was seen."""


class Refused(WorkflowError):
    """The regulations do not allow it today; every reason is in `findings`."""

    def __init__(self, message: str, findings: Sequence[Finding], **facts: Any) -> None:
        super().__init__(message, **facts)
        self.findings = list(findings)


class Breaks(WorkflowError):
    """A late act or a correction makes later acts unlawful; `findings` say which. Confirm to record it all the same."""

    def __init__(self, message: str, findings: Sequence[Finding], **facts: Any) -> None:
        super().__init__(message, **facts)
        self.findings = list(findings)


class BadForm(WorkflowError):
    """What was entered cannot be right; `errors` is a list of (field, message), values are kept by the caller."""

    status = 422

    def __init__(self, errors: Sequence[tuple[str, str]]) -> None:
        super().__init__("")
        self.errors = list(errors)

    def __str__(self) -> str:
        return "；".join(message for _, message in self.errors)
