"""Guesses which column of the template a heading from elsewhere means, by an equal or a similar title."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache

from web.loose import plain
from web.sheets.columns import template_columns
from workflows import flow

LIKE = 0.75
"""From which likeness on (0 to 1) a title is proposed."""
ALSO = {
    "出生年月": "born_on",
    "出生年月日": "born_on",
    "生日": "born_on",
    "支部": "organisation",
    "党支部": "organisation",
    "所在支部": "organisation",
    "所在党支部": "organisation",
    "所在党组织": "organisation",
    "申请入党日期": "apply.on",
    "入党申请日期": "apply.on",
    "确定积极分子日期": "decide_activist.on",
    "确定发展对象日期": "list_prospective.on",
    "接收预备党员日期": "admit.on",
    "入党日期": "admit.on",
    "转正日期": "resolve_conversion.on",
}
"""How lists outside call what the template calls otherwise."""


def guessed(headings: Iterable[str]) -> dict[str, str]:
    """The key each heading probably means; every key once, the likeliest heading first."""
    scored = sorted(
        ((score, -place, heading, key) for place, heading in enumerate(headings) for score, key in _alike(heading)),
        reverse=True,
    )
    found: dict[str, str] = {}
    for _, _, heading, key in scored:
        if heading not in found and key not in found.values():
            found[heading] = key
    return found


@cache
def _alike(heading: str) -> list[tuple[float, str]]:
    """(likeness, key) of what a heading may mean."""
    wanted, titles = _bare(heading), _titles()
    if not wanted:
        return []
    if wanted in titles:
        return [(1.0, titles[wanted])]
    scores = []
    for title, key in titles.items():
        matcher = SequenceMatcher(None, wanted, title)
        if matcher.quick_ratio() >= LIKE and (score := matcher.ratio()) >= LIKE:
            scores.append((score, key))
    return scores


@cache
def _titles() -> dict[str, str]:
    """Titles, keys and other names of the template's columns without marks, each with its key."""
    columns = template_columns(flow("membership"))
    return {
        **{_bare(name): key for name, key in ALSO.items()},
        **{_bare(column.title): column.key for column in columns},
        **{_bare(column.key): column.key for column in columns},
    }


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", plain(text).lower()).replace("时间", "日期")
