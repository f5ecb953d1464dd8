"""How a name is read: pinyin and initials for the search, with surnames that are read otherwise than the same character elsewhere."""

from functools import cache

SURNAMES = {
    "单": "shan",
    "曾": "zeng",
    "解": "xie",
    "仇": "qiu",
    "查": "zha",
    "朴": "piao",
    "区": "ou",
    "任": "ren",
    "华": "hua",
    "盖": "ge",
    "翟": "zhai",
    "种": "chong",
    "覃": "qin",
    "乐": "yue",
    "员": "yun",
    "缪": "miao",
    "折": "she",
    "召": "shao",
    "黑": "he",
    "秘": "bi",
    "繁": "po",
    "洗": "xian",
    "句": "gou",
    "祭": "zhai",
    "隗": "wei",
    "阚": "kan",
    "郇": "xun",
    "尉迟": "yu chi",
    "万俟": "mo qi",
    "澹台": "tan tai",
    "单于": "chan yu",
    "中行": "zhong hang",
}


def reading(name: str | None) -> tuple[str | None, str | None]:
    """Pinyin and initials of a name: `liming`, `lm`; nothing for no name or one that no reading is known of."""
    syllables = [each for each in _syllables(name or "") if each]
    if not syllables:
        return None, None
    return "".join(syllables), "".join(each[0] for each in syllables)


def _syllables(name: str) -> list[str]:
    if name.isascii():
        return [_letters(word) for word in name.split()]
    for length in (2, 1):
        if len(name) > length and name[:length] in SURNAMES:
            return [*SURNAMES[name[:length]].split(), *map(_syllable, name[length:])]
    return [_syllable(character) for character in name]


@cache
def _syllable(character: str) -> str:
    """One character; a letter stands for itself, a dot or a character without a known reading for nothing."""
    from pypinyin import lazy_pinyin  # a quarter of a second, and only whoever sets a name pays it

    return _letters("".join(lazy_pinyin(character)))


def _letters(text: str) -> str:
    return "".join(each for each in text.lower() if "a" <= each <= "z")
