"""Asks axe what of a page somebody cannot use."""

from pathlib import Path
from typing import Any

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
ASKED = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """tags => axe.run(document, {runOnly: tags, resultTypes: ["violations"]}).then(answer => answer.violations.flatMap(
    each => each.nodes.map(node => `${each.id}: ${node.html.slice(0, 200)} (${node.any.concat(node.all, node.none).map(check => check.message).join("; ")})`)))"""


def found(page: Any) -> list[str]:
    """What axe finds on the page as it stands; the page must let scripts of the test through."""
    page.evaluate(AXE)
    return page.evaluate(RUN, ASKED)
