"""`python -m bench [name …]`: every benchmark, or those named."""

import sys
from importlib import import_module

NAMES = (
    "check",
    "tally",
    "perform",
    "worklist",
    "terms",
    "case_page",
    "proof",
    "integrator",
    "verify",
    "journal_search",
)

for name in sys.argv[1:] or NAMES:
    import_module(f"bench.{name}").main()
