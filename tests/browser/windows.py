"""Windows on a served town: a browser context for each, signed in or at the door, and a list of what went wrong in them."""

import os
import re
from pathlib import Path
from typing import Any

from tests.pages.conftest import Site

PHONE, DESK = 360, 1280
NORMAL = re.compile(r"Failed to load resource: the server responded with a status of (401|409|422)\b")
"""The browser writes every refused form into its console."""


class Windows:
    """Opens pages; `wrong` lists console errors, broken scripts and requests that left this machine."""

    def __init__(self, browser: Any, site: Site, address: str) -> None:
        self.browser, self.site, self.address = browser, site, address
        self.wrong: list[str] = []
        self._contexts: list[Any] = []

    def open(self, name: str | None = None, width: int = DESK, **more: Any) -> Any:
        """A page in a context of its own; with a name that person is signed in already."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 800},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **more,
        )
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.wrong.append(f"{error.page.url}: {error.error}"))
        context.on("request", self._asked)
        if name is not None:
            self.admit(context, name)
        return context.new_page()

    def admit(self, context: Any, name: str) -> None:
        """Signs a person in without the door's page."""
        cookie = self.site.visitor(name).client.get_cookie("zhibu")
        assert cookie is not None
        context.add_cookies([{"name": "zhibu", "value": cookie.value, "url": self.address}])

    def close_last(self) -> None:
        """Closes the window opened last."""
        self._contexts.pop().close()

    def close(self) -> None:
        """Closes every window."""
        while self._contexts:
            self.close_last()

    def _said(self, message: Any) -> None:
        if message.type in ("error", "warning") and not NORMAL.match(message.text):
            self.wrong.append(f"{message.location.get('url', '')}: {message.text}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((f"{self.address}/", "data:")):
            self.wrong.append(f"a request to {request.url}")


def fits(page: Any) -> bool:
    """Whether the page needs no sideways scrolling."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def words(page: Any) -> str:
    """What the page's main part says, blanks and lines as single blanks."""
    return " ".join(page.inner_text("main").split())


def pictured(page: Any, name: str, whole: bool = False) -> None:
    """A picture for the README, when ZHIBU_SCREENSHOTS names a folder."""
    if folder := os.environ.get("ZHIBU_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=whole)
