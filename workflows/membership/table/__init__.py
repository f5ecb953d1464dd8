"""The table of membership development: 27 steps under the 25 numbers of the chart, and the side procedures."""

from dataclasses import replace

from workflows.membership.papers import SOURCES

from . import activist, admission, application, probation, prospective, side

PARTS = (application, activist, prospective, admission, probation, side)
STEPS = tuple(replace(step, sources=SOURCES.get(step.name, {})) for part in PARTS for step in part.STEPS)
