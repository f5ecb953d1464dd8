"""Why no rule rests on an article: each such article is named in a file with its reason."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from workflows.engine.findings import N_

from .rulings import Place

REASONS = {
    "unseen": N_("所说的事实或者做法不在登记之列，程序看不到，须由人把握。"),
    "computed": N_("不作核查：系统按它推算结果、名册或者日期，不由人填写，因而不会与它不符。"),
    "counted": N_("由计票部分直接使用：录入计票和单独核对一次计票都按它推算，不单列核查项。"),
    "lent": N_("它只给出期限，由依据别的条文的核查项使用。"),
    "recorded": N_("办理时照实登记；条文没有给出程序可以核对的期限、数量或者先后。"),
    "scope": N_("说明适用范围、机构、权利义务或者表式，不规定某一步怎样办。"),
    "beyond": N_("所说的程序不在本产品办理。"),
    "open": N_("可以核查而还没有核查，是已知的缺口。"),
}
UNKNOWN = N_("没有核查项，原因还没有写明，是缺口。")
OVERLAY = N_("只重复中央文件已有的数字，由中央条文的核查项使用。")


@cache
def silent() -> Mapping[Place, str]:
    """The code of the reason by article; raises ValueError for a reason that is none."""
    with (Path(__file__).parent / "silent.toml").open("rb") as file:
        found = tomllib.load(file)
    if strange := found.keys() - REASONS.keys():
        raise ValueError(f"silent.toml: {strange}")
    return {_place(each): reason for reason, articles in found.items() for each in articles}


def why_silent(place: Place, overlay: bool) -> str:
    """Why no rule rests on the article."""
    if overlay:
        return OVERLAY
    reason = silent().get(place)
    return REASONS[reason] if reason else UNKNOWN


def _place(named: str) -> Place:
    edition, _, key = named.partition(" ")
    return edition, key
