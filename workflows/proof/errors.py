"""Why something proves nothing: a log that cannot be continued, a note that cannot be read, a proof that does not hold."""

from workflows.engine.errors import WorkflowError


class ProofError(WorkflowError):
    """The base of everything that keeps a proof from holding."""


class BadLog(ProofError):
    """The tiles do not hold what the log needs, or hold something else."""


class BadNote(ProofError):
    """A signed note, a checkpoint or a key is not written as it must be, or its signature does not hold."""


class Unproven(ProofError):
    """An inclusion or consistency proof does not lead to the root."""
