"""Generated dossiers: the lawful sample with days moved and facts varied, every tenth irregular, every twentieth unlawful."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from workflows.membership.sample import lawful
from workflows.rules import law_book

FIRST, SPREAD = date(2016, 1, 4), 3_800
FAMILY, GIVEN = "李王张刘陈杨赵黄周吴", "明芳强敏静丽勇艳杰涛"


def dossiers(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Full dossiers, archived between 2016 and 2026; the same ones for the same seed."""
    chance, workdays = Random(seed), law_book().calendar
    for number in range(count):
        on = FIRST + timedelta(days=chance.randrange(SPREAD))
        dossier = lawful("archive", on, workdays, facts=_facts(chance, number), **_setting(chance))
        dossier["steps"] = [row for row in dossier["steps"] if chance.random() < 0.995]
        yield {**dossier, "ref": f"B-{number:06}", "name": chance.choice(FAMILY) + chance.choice(GIVEN)}


def _setting(chance: Random) -> dict[str, Any]:
    born = date(1980, 1, 1) + timedelta(days=chance.randrange(6_000))
    return {"born_on": str(born), "has_groups": chance.random() < 0.8, "floating": chance.random() < 0.1}


def _facts(chance: Random, number: int) -> dict[str, dict[str, Any]]:
    """Varied counts and names; a secret ballot missing in every twentieth, a short training in every tenth."""
    due = chance.randrange(5, 60)
    present = chance.randrange(due * 2 // 3 + 1, due + 1)
    counts = {"due": due, "present": present, "in_favour": present, "against": 0, "abstain": 0, "written_in_favour": 0}
    name = chance.choice(FAMILY) + chance.choice(GIVEN)
    return {
        "admit": {**counts, "secret_ballot": number % 20 != 7},
        "resolve_conversion": counts,
        "talk": {"talkers": [name]},
        "train": {"days": 3, "hours": 24} if number % 10 else {"days": 2, "hours": 16},
        "fill_form": {"form_no": f"{number:08}"},
        "review_activist": {"opinion": f"{name}谈话后认为表现稳定，建议继续培养。"},
    }
