"""Messages in other languages than Chinese, which needs no catalogue: it is what the messages are written in."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from workflows.engine.findings import Message

FOLDER = Path(__file__).parent / "translations"
LANGUAGES = ("zh", "en")


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Every message with what it is in `language`."""
    from babel.messages.pofile import read_po

    with (FOLDER / f"{language}.po").open("rb") as file:
        lines = read_po(file, locale=language, domain="zhibu")
        return {str(line.id): str(line.string) for line in lines if line.id and line.string and not line.fuzzy}


def translated(message: str, language: str) -> str:
    """A message in `language`, its facts too; one that is not in the catalogue (a name, an opinion) stays as it is."""
    if language == "zh":
        return message
    if isinstance(message, Message) and message.facts is not None:
        return catalogue(language).get(message.id, message.id) % _translated_facts(message.facts, language)
    return catalogue(language).get(message) or _listed(message, language)


def _translated_facts(facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {name: translated(fact, language) if isinstance(fact, str) else fact for name, fact in facts.items()}


def _listed(text: str, language: str) -> str:
    """What stands between the marks of a Chinese list, each translated; a text that holds no list stays as it is."""
    known = catalogue(language)
    return ", ".join(known.get(each, each) for each in text.split("、"))
