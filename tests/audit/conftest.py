"""The town on each database, and lines that have followed its journal."""

from tests.live.conftest import town  # noqa: F401 (a fixture)
from tests.pages.conftest import quick_hashes, site  # noqa: F401 (fixtures)
