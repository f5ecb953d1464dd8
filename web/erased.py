"""What an erasure takes away, in words: the fields and files by entry, the decision it rests on, and the reason."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from web.shapes import row_of
from web.wording import ERASED, Wording
from workflows.engine.findings import N_, joined
from workflows.engine.journal import BESIDE
from workflows.engine.perform.engine_steps import ENGINE_STEPS
from workflows.engine.perform.erasing import ERASE, REPEATED

WHAT, NUMBER, ON, REASON = N_("抹去的内容"), N_("决定文号"), N_("决定日期"), N_("理由")
WHOLE = N_("全案的个人内容和附件")
ALL = N_("全部个人内容和附件")
ENTRY = N_("第 %(number)s 条“%(title)s”")
OF_ENTRY = N_("第 %(number)s 条“%(title)s”：%(fields)s")
FILE = N_("第 %(number)s 个附件")
IN_ROW = N_("%(list)s第 %(number)s 项的%(field)s")
ANEW = N_("更正后的%(field)s")
ALLOWANCE = N_("上级说明的理由（%(code)s）")
LISTED = N_("%(one)s、%(other)s")
ALLOWED, FILES = BESIDE


def field_named(wording: Wording, step: str, path: str, about: str | None = None) -> str:
    """A personal text of a step's entry by its title, as a message; `about` is the step of the entry it refers to."""
    if path.startswith(FILES):
        return FILE % {"number": int(path.removeprefix(FILES)) + 1}
    if path.startswith(ALLOWED):
        return ALLOWANCE % {"code": path.removeprefix(ALLOWED)}
    if path.startswith(REPEATED) and about:
        return ANEW % {"field": field_named(wording, about, path.removeprefix(REPEATED))}
    form = (ENGINE_STEPS.get(step) or wording.flow[step]).form
    name, _, rest = path.partition(".")
    number, _, inner = rest.partition(".")
    title = form.title(name)
    if not number.isdecimal() or name not in form.model_fields:
        return title
    field = row_of(form.model_fields[name].annotation).title(inner)
    return IN_ROW % {"list": title, "number": int(number) + 1, "field": field}


def fields_named(wording: Wording, entry: Any, paths: Iterable[str], about: Any = None) -> str:
    """Several texts of an entry in a row, those of a list in its order; `about` is the entry it refers to."""
    step = about.step if about is not None else None
    return joined((field_named(wording, entry.step, path, step) for path in in_order(paths)), LISTED)


def in_order(paths: Iterable[str]) -> list[str]:
    """Fields by name, their rows by number."""
    return sorted(paths, key=_place)


def _place(path: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in path.split(".")]


def erasure_shown(
    wording: Wording, entry: Any, entries: Mapping[int, Any], texts: Mapping[int, Mapping[str, str]]
) -> list[tuple[str, str]]:
    """(title, value) of a proposal to erase, or of an erasure: what goes, by which decision, and why."""
    facts = json.loads(bytes(entry.facts))["facts"]
    proposal = entries.get(facts.get("proposal"), entry)  # type: ignore[arg-type]
    reason = texts.get(proposal.id, {}).get("reason", wording.say(ERASED))
    what = _gone(wording, entry, facts, entries) if entry.kind == "erasure" else _proposed(wording, facts, entries)
    told = ((WHAT, what), (NUMBER, facts["number"]), (ON, facts["on"]))
    return [*((wording.say(title), wording.say(value)) for title, value in told), (wording.say(REASON), reason)]


def _gone(wording: Wording, entry: Any, facts: Mapping[str, Any], entries: Mapping[int, Any]) -> str:
    target = entries.get(entry.refers_to)
    if target is None:
        return ALL
    named = json.loads(bytes(target.files))
    files = [f"{FILES}{place}" for place, sha256 in enumerate(named) if sha256 in facts["files"]]
    paths = dict.fromkeys((*facts["fields"], *files))
    return fields_named(wording, target, paths, entries.get(target.refers_to))


def _proposed(wording: Wording, facts: Mapping[str, Any], entries: Mapping[int, Any]) -> str:
    parts = _parts(facts)
    if not parts:
        return WHOLE
    return joined(_part(wording, number, fields, entries) for number, fields in parts)


def _part(wording: Wording, number: int, fields: Sequence[str], entries: Mapping[int, Any]) -> str:
    entry = entries.get(number)
    if entry is None:
        return ENTRY % {"number": number, "title": ""}
    told = {"number": number, "title": entry_titled(wording, entry)}
    about = fields_named(wording, entry, fields, entries.get(entry.refers_to)) if fields else ALL
    return OF_ENTRY % {**told, "fields": about}


def entry_titled(wording: Wording, entry: Any) -> str:
    """The title of an entry's step."""
    return (ENGINE_STEPS.get(entry.step) or wording.flow[entry.step]).title


def _parts(facts: Mapping[str, Any]) -> list[tuple[int, Sequence[str]]]:
    """The entries a proposal names, with their fields; none for the whole case."""
    if facts.get("entry") is not None:
        return [(facts["entry"], facts.get("fields", ()))]
    return [(part["entry"], part.get("fields", ())) for part in facts.get("parts", ())]


def erasure_related(entry: Any) -> Iterator[int | None]:
    """The numbers of the entries that an erasure, or the proposal of one, is about or comes from."""
    facts = json.loads(bytes(entry.facts))["facts"]
    yield entry.refers_to
    yield facts.get("proposal")
    yield from (number for number, _ in _parts(facts))


def is_erasure(entry: Any) -> bool:
    """Whether the entry erases, or proposes to."""
    return entry.step == ERASE.name and entry.kind in ("proposal", "erasure")
