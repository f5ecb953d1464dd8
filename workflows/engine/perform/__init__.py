"""Live cases: taking a step, second persons, history, rebuild. The one part of the engine that knows tables.

`perform` takes a step. `store` holds the hot path's statements, `scene` one attempt on a case, `installation` what was
read under a stamp; the rest are the ways into a case beside `perform`.
"""

from .act import perform
from .scene import Written

__all__ = ["Written", "perform"]
