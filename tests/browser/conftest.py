"""A browser for the whole run, a served town for each test, and windows on it whose every error fails the test."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.pages.conftest import Site, quick_hashes  # noqa: F401

from .served import Served
from .town import site_on
from .windows import Windows

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser; ZHIBU_CHROMIUM names another program than the chromium on the path."""
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is missing: install the extra 'dev'")
    program = os.environ.get("ZHIBU_CHROMIUM") or shutil.which("chromium")
    if program is None:
        pytest.skip("A browser is missing: no chromium on the path, and ZHIBU_CHROMIUM is not set")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def site(chromium, sqlite, tmp_path) -> Iterator[Site]:
    """The browser is asked for first: without one no town is founded."""
    made = site_on(sqlite, tmp_path / "files")
    yield made
    made.app.extensions["zhibu"].database.dispose()
    made.town.close()


@pytest.fixture
def windows(chromium, site) -> Iterator[Windows]:
    """Opens windows on the town's pages; what went wrong in any of them is said at the end."""
    with Served(site.app) as served:
        opened = Windows(chromium, site, served.address)
        try:
            yield opened
        finally:
            opened.close()
    assert opened.wrong == []
