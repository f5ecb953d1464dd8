"""Reads the files of this folder: editions, overlays, limits, readings, calendar. An overlay that loosens is refused."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from workflows.engine.calendar import Calendar
from workflows.engine.findings import N_
from workflows.engine.law import Article, Edition, LawBook

FOLDER = Path(__file__).parent
EDITIONS = ("DZ", "XZ14", "XZ26", "RQ18", "ZB18", "XJ90", "XJ20", "JG19", "JC23", "SJ")
OVERLAYS = tuple(sorted(path.stem for path in (FOLDER / "overlays").glob("*.toml")))
STATUSES = {"verified": "已核对原文", "secondary": "据二手资料", "unverified": "未核实"}


class Loosened(ValueError):
    """An overlay sets a limit looser than the central text, or sets one that may not be changed."""


class UnknownReading(ValueError):
    """A reading or its option has a name that is not on file."""


@dataclass(frozen=True)
class Reading:
    """A question the texts leave open: its options and the default."""

    key: str
    name: str
    question: str
    articles: tuple[str, ...]
    default: str
    options: Mapping[str, str]

    def is_about(self, edition: str, key: str, number: int | None) -> bool:
        """Whether it names the article; one that names an edition as a whole is about its articles without a number."""
        return f"{edition} {key}" in self.articles or (number is None and edition in self.articles)


def _toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


@cache
def limits_on_file() -> Mapping[str, Mapping[str, Any]]:
    """Every limit: title, which way is tighter, and whether only overlays set it."""
    return _toml(FOLDER / "limits.toml")


@cache
def readings_on_file() -> Mapping[str, Reading]:
    """Every reading by name."""
    rows = _toml(FOLDER / "readings.toml")
    return {
        row["name"]: Reading(key, row["name"], row["question"], tuple(row["articles"]), row["default"], row["options"])
        for key, row in rows.items()
    }


@cache
def edition(code: str) -> Edition:
    """One central edition."""
    return _edition(_toml(FOLDER / "editions" / f"{code}.toml"), "article")


def overlay(source: str | Path) -> Edition:
    """An overlay by its name in this folder, or by the path of a file; raises FileNotFoundError."""
    path = Path(source)
    if path.suffix != ".toml" and str(source) not in OVERLAYS:
        raise ValueError(
            N_("没有附加规定 %(name)s，可选：%(names)s，或者 .toml 文件")
            % {"name": source, "names": "、".join(OVERLAYS)}
        )
    return _edition(_toml(path if path.suffix == ".toml" else FOLDER / "overlays" / f"{source}.toml"), "item")


def _edition(content: Mapping[str, Any], kind: str) -> Edition:
    articles = {}
    for key, row in content[kind].items():
        limits = row.get("limits", {})
        unknown = [name for name in limits if name not in limits_on_file()]
        if unknown or row.get("status", "verified") not in STATUSES:
            raise ValueError(f"{content['code']} {key}: unknown limit or status {unknown}")
        number = int(key) if key.isdigit() else None
        articles[key] = Article(key, number, row["gist"], row.get("status", "verified"), limits)
    return Edition(
        content["code"],
        content["title"],
        content["from"],
        content.get("until"),
        content.get("replaces"),
        articles,
        kind == "item",
    )


@cache
def calendar() -> Calendar:
    """The working-day calendar of the years whose notices are in the folder."""
    return Calendar.load(FOLDER / "calendar")


def refuse_loosening(central: Iterable[Edition], local: Edition) -> None:
    """Raises Loosened when a limit of the overlay is looser than a central one in force at the same time."""
    for article in local.articles.values():
        for name, value in article.limits.items():
            for text in central:
                if not _overlap(text, local):
                    continue
                for known in text.articles.values():
                    if name in known.limits and not _as_tight(name, value, known.limits[name]):
                        raise Loosened(
                            N_(
                                "附加规定 %(overlay)s（%(item)s）把“%(limit)s”放宽为 %(value)s，%(edition)s 规定为 %(central)s：附加规定只能从严"
                            )
                            % {
                                "overlay": local.code,
                                "item": article.key,
                                "limit": limits_on_file()[name]["title"],
                                "value": value,
                                "edition": text.title,
                                "central": known.limits[name],
                            }
                        )


def _overlap(one: Edition, other: Edition) -> bool:
    last = date.max
    return one.from_on <= (other.until_on or last) and other.from_on <= (one.until_on or last)


def _as_tight(name: str, value: int, central: int) -> bool:
    match limits_on_file()[name]["tighter"]:
        case "more":
            return value >= central
        case "less":
            return value <= central
        case "free":
            return True
    return value == central


def law_book(
    *,
    overlays: Iterable[str | Path] = (),
    readings: Mapping[str, str] | None = None,
    only: str | None = None,
    workdays: Calendar | None = None,
) -> LawBook:
    """The law with the given overlays and readings; `only` judges every day by one edition of its text.

    Raises Loosened, UnknownReading, FileNotFoundError.
    """
    editions = tuple(edition(code) for code in EDITIONS)
    if only:
        editions = _only(editions, only)
    local = tuple(overlay(source) for source in overlays)
    for text in local:
        refuse_loosening(editions, text)
    chosen = _chosen(readings or {})
    days = workdays or calendar()
    stamp = hashlib.sha256(
        repr([[(text.code, text.from_on) for text in (*editions, *local)], sorted(chosen.items()), days.stamp]).encode()
    ).hexdigest()[:16]
    other = {name: option for name, option in chosen.items() if option != readings_on_file()[name].default}
    return LawBook(editions, days, chosen, local, stamp=stamp, other=other)


def _only(editions: tuple[Edition, ...], code: str) -> tuple[Edition, ...]:
    """`code` in force on every day, without the editions it replaces or is replaced by."""
    chosen = next((text for text in editions if text.code == code), None)
    if chosen is None:
        raise ValueError(N_("没有收录版本 %(code)s，可选：%(codes)s") % {"code": code, "codes": "、".join(EDITIONS)})
    family = {chosen.replaces} | {text.code for text in editions if text.replaces == code}
    kept = tuple(text for text in editions if text.code not in family | {code})
    return (*kept, replace(chosen, from_on=date(1921, 7, 1), until_on=None, replaces=None))


def _chosen(readings: Mapping[str, str]) -> Mapping[str, str]:
    chosen = {name: reading.default for name, reading in readings_on_file().items()}
    by_key = {reading.key: name for name, reading in readings_on_file().items()}
    for given, option in readings.items():
        name = by_key.get(given, given)
        if name not in chosen or option not in readings_on_file()[name].options:
            known = "、".join(readings_on_file()[name].options) if name in chosen else "、".join(chosen)
            raise UnknownReading(
                N_("不认识的解释口径 %(name)s=%(option)s，可选：%(known)s")
                % {"name": given, "option": option, "known": known}
            )
        chosen[name] = option
    return chosen


@cache
def title_of(code: str) -> str:
    """The title of an edition or of an overlay in this folder; the code itself for an overlay from elsewhere."""
    if code in EDITIONS:
        return edition(code).title
    return next((text.title for text in map(overlay, OVERLAYS) if text.code == code), code)
