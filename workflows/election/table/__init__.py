"""The table of elections: how they begin, are planned, held, decided, reported and filed, and the ways they end."""

from dataclasses import replace

from workflows.election.papers import SOURCES

from . import after, candidates, congress, counting, meeting, opening, planning, side

PARTS = (opening, planning, congress, candidates, meeting, counting, after, side)
STEPS = tuple(replace(step, sources=SOURCES.get(step.name, {})) for part in PARTS for step in part.STEPS)
