"""The table of membership development: 27 steps under the 25 numbers of the chart, and the side procedures."""

from . import activist, admission, application, probation, prospective, side

STEPS = (*application.STEPS, *activist.STEPS, *prospective.STEPS, *admission.STEPS, *probation.STEPS, *side.STEPS)
