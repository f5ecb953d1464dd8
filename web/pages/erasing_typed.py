"""What was chosen and typed to propose an erasure, with everything that is wrong named at once."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from web.erased import field_named
from web.pages.erasable import fields_of
from web.pages.found import Seen
from web.pages.language import language
from web.posted import Reader
from web.wording import Wording
from workflows.engine.errors import BadForm
from workflows.engine.findings import N_
from workflows.engine.perform.erasing import NO_ENTRY, Erased

TYPED = ("number", "on", "reason")
Typed = Mapping[str, Sequence[str]]
WHICH = N_("请选定：抹去全案，还是只抹去勾选的内容")
NONE_CHOSEN = N_("没有勾选任何内容：请勾选要抹去的内容，或者改选全案")
BOTH = N_("已选全案，又勾选了个别内容：请只保留一种")
NOT_THERE = N_("第 %(number)s 条的“%(field)s”已经抹去，或者没有这一项：请刷新页面后重新勾选")
NO_ITEM = N_("不认识勾选的内容“%(item)s”：请刷新页面后重新勾选")


def read(seen: Seen, typed: Typed) -> dict[str, Any]:
    """The values of the form; raises BadForm that names everything that is wrong."""
    reader = Reader(typed, seen.word)
    values = reader.form(Erased, "", TYPED)
    errors = list(reader.errors)
    try:
        values["parts"] = chosen(seen, typed)
    except BadForm as bad:
        errors += bad.errors
    if errors:
        raise BadForm([*errors, *lacking(values, {name for name, _ in errors})])
    return values


def lacking(values: Mapping[str, Any], told: set[str]) -> list[tuple[str, str]]:
    """What else is wrong with the values, but the fields of which it is told already."""
    try:
        Erased.read({name: value for name, value in values.items() if name != "parts"})
    except BadForm as bad:
        return [(name, message) for name, message in bad.errors if name not in told]
    return []


def chosen(seen: Seen, typed: Typed) -> list[dict[str, Any]]:
    """The entries with the fields that were ticked; none for the whole case. Raises BadForm."""
    which, items = typed.get("which", [""])[0], typed.get("item", ())
    if which not in ("all", "some"):
        raise BadForm([("parts", WHICH)])
    if (which == "all") == bool(items):
        raise BadForm([("parts", BOTH if items else NONE_CHOSEN)])
    parts: dict[int, list[str]] = {}
    for item in items:
        number, _, path = item.partition(":")
        if not number.isascii() or not number.isdecimal() or len(number) > 9 or not path:
            raise BadForm([("parts", NO_ITEM % {"item": item[:60]})])
        parts.setdefault(int(number), []).append(path)
    there(seen, parts)
    return [{"entry": number, "fields": fields} for number, fields in sorted(parts.items())]


def there(seen: Seen, parts: Mapping[int, Sequence[str]]) -> None:
    """Raises BadForm where an entry is not one of the case, or a text of it is not there (any more)."""
    entries = seen.entries(parts)
    left, wording, wrong = fields_of(seen), Wording(seen.flow, language()), []
    for number, paths in parts.items():
        entry = entries.get(number)
        if entry is None:
            wrong.append(NO_ENTRY % {"number": number})
            continue
        about = seen.entries([entry.refers_to]).get(entry.refers_to) if entry.refers_to else None
        for path in paths:
            if path not in left.get(entry.id, ()):
                known = path in json.loads(bytes(entry.commitments))
                field = field_named(wording, entry.step, path, about.step if about else None) if known else path[:60]
                wrong.append(NOT_THERE % {"number": number, "field": field})
    if wrong:
        raise BadForm([("parts", message) for message in wrong])
