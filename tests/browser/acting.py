"""What somebody does with a form on a page, with mouse and keyboard as it comes."""

from collections.abc import Mapping
from typing import Any

ADMIT = {"on": "2026-11-02", "due": "10", "present": "9", "in_favour": "8", "against": "1", "abstain": "0"}
VOTED = {"secret_ballot": "yes", "one_by_one": "yes"}


def fill(page: Any, texts: Mapping[str, str], marks: Mapping[str, str] | None = None) -> None:
    """Types texts and marks answers, by the names of the fields."""
    for name, text in texts.items():
        page.fill(f"[name='{name}']", text)
    for name, answer in (marks or {}).items():
        page.check(f"[name='{name}'][value='{answer}']")


def press(page: Any, words: str) -> None:
    """Presses a button and waits for the page that answers."""
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=words, exact=True).click()


def steps_of(site: Any, case: int) -> list[tuple[str, str]]:
    """(kind, step) of every entry of a case."""
    return [(entry.kind, entry.step) for entry in site.town.entries(case)]
