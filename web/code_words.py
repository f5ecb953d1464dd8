"""What the codes of findings are about, in a few words, wherever a code is shown."""

import re
from collections.abc import Mapping
from functools import cache

from workflows import NAMES, flow
from workflows.engine.findings import N_, Message
from workflows.rules import OVERLAYS, readings_on_file
from workflows.rules.load import overlay

CODE = re.compile(r"(?<![A-Za-z0-9-])(?:[GS]\d{2}|[LC]-\d{1,2})(?![A-Za-z0-9-])")
WITH_WORDS = N_("%(code)s“%(words)s”")


@cache
def titles() -> Mapping[str, str]:
    """What each code is about, in a few words: of the rules, the overlays' items, the readings."""
    found: dict[str, str] = {reading.key: reading.question for reading in readings_on_file().values()}
    found |= {key: item.gist for name in OVERLAYS for key, item in overlay(name).articles.items()}
    for name in NAMES:
        found |= {code: word for code, word in flow(name).words.items() if CODE.fullmatch(code)}
    return found


def with_words(code: str) -> str:
    """A code with its words as a message; one that has none alone."""
    return WITH_WORDS % {"code": code, "words": Message(titles()[code])} if code in titles() else code
