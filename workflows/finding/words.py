"""Chinese words for the coded values of findings: the codes of all rules a finding may rest on."""

from workflows.election.codes import CODES as ELECTION
from workflows.membership.codes import CODES as MEMBERSHIP

from .codes import CODES

RULES = dict(sorted({**MEMBERSHIP, **ELECTION}.items()))
"""The guard codes of the procedures."""
WORDS = {**RULES, **CODES}
