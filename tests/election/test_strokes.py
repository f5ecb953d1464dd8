"""Names in the order of surname strokes, against counts and orders that are known; and how the data file is made."""

from hashlib import sha256
from importlib.resources import files
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.election.strokes import in_stroke_order, read, stroke_count, stroke_key, unknown_characters
from workflows.election.strokes_made import made, risen, sequences, table

COUNTS = {
    1: "一乙",
    2: "丁卜刁",
    3: "于马万",
    4: "王孔方毛尹邓",
    5: "石叶田史白冯",
    6: "刘朱向吕许阮孙𠮷",
    7: "李吴何陈沈张杨陆",
    8: "周林金孟郑欧",
    9: "赵胡钟段侯",
    10: "徐高郭唐钱诸陳",
    11: "黄曹梁萧康",
    12: "韩蒋程彭董𬭎",
    13: "鲍雷",
    14: "蔡廖谭阚趙",
    15: "潘",
    16: "薛穆",
    17: "戴魏",
    18: "瞿",
    20: "籍",
    36: "齉",
    48: "龘",
}
LIST = (  # as such lists are written: by strokes and then by 横竖撇点折
    "丁一 于敏 马小平 王 王一 王芳 王芳芳 毛敏 方圆 孔明 邓平 司马光 吕明 朱德 向明 刘洋 阮明 孙丽 李明 杨帆 吴强"
    " 何静 沈明 张敏 陈刚 欧阳修 周敏 赵强 钱明 诸葛亮 陳剛 萧红 魏明"
)
ORDERED = LIST.split()


@pytest.mark.parametrize(("count", "characters"), COUNTS.items())
def test_counts_are_those_of_mainland_china(count, characters):
    assert {each: stroke_count(each) for each in characters} == dict.fromkeys(characters, count)


@pytest.mark.parametrize("seed", range(5))
def test_a_known_order_comes_back(seed):
    mixed = ORDERED[:]
    Random(seed).shuffle(mixed)
    assert in_stroke_order(mixed) == ORDERED


@pytest.mark.parametrize("row", ["吕朱向刘阮", "王毛方孔", "石叶史白冯", "林周", "十厂", "万上"])
def test_equally_many_strokes_go_by_their_kinds(row):
    assert len({stroke_count(each) for each in row}) == 1
    assert "".join(in_stroke_order(row[::-1])) == row


def test_outside_the_official_table_comes_after_it():
    assert in_stroke_order(["陳明", "诸明", "唐明"]) == ["唐明", "诸明", "陳明"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("司马光", "司徒明"),  # 司 alike, then 马 3 before 徒 10
        ("欧阳修", "欧明"),  # 阳 6, 明 8: the second character decides, whether or not it is of the surname
        ("王芳", "王芳芳"),
        ("买买提·艾力", "李明"),
        ("𠮷野", "李明"),
        ("李明", "𬭎明"),
    ],
)
def test_pairs(one, other):
    assert in_stroke_order([other, one]) == [one, other]


@pytest.mark.parametrize(
    "name", ["买买提·艾力", "买买提•艾力", "买买提・艾力", "买买提 艾力", "买买提．艾力", "买买提艾力"]
)
def test_dots_and_blanks_are_no_characters(name):
    assert stroke_key(name) == stroke_key("买买提艾力")
    assert unknown_characters(name) == ""


def test_an_unknown_character_goes_last_and_is_named():
    assert unknown_characters("李\ue000a\ue000明") == "\ue000a"
    assert unknown_characters("李明𠮷𬭎") == ""
    assert in_stroke_order(["\ue000明", "齉明", "李\ue000", "李齉"]) == ["李齉", "李\ue000", "齉明", "\ue000明"]


def test_a_variant_that_is_only_written_otherwise_counts_as_the_character():
    assert stroke_key("\uf9e1明") == stroke_key("李明")  # a compatibility character
    assert stroke_key("葛\U000e0100") == stroke_key("葛")  # with a mark that picks a glyph


def test_equal_names_stay_as_they_stood():
    people = [("李明", 1), ("王芳", 2), ("李明", 3), ("李 明", 4)]
    assert [number for _, number in sorted(people, key=lambda each: stroke_key(each[0]))] == [2, 1, 3, 4]


@given(st.lists(st.text("王李陈𠮷·a阮\ue000", max_size=4)))
def test_the_order_is_one_whatever_came_first(names):
    ordered = in_stroke_order(names)
    assert sorted(ordered) == sorted(names)
    assert [stroke_key(each) for each in ordered] == [stroke_key(each) for each in in_stroke_order(names[::-1])]


def test_every_character_of_the_official_table_stands_in_it_once():
    text = files("workflows.election").joinpath("strokes.txt").read_text(encoding="utf-8")
    strokes = read(text)
    listed = "".join(line.partition(" ")[2] for line in text.splitlines() if line.startswith("="))
    assert len(listed) == len(strokes.places) == 8105
    counts = [stroke_count(each) or 0 for each in listed]
    assert counts == sorted(counts) and counts[0] == 1
    assert sum(1 for line in strokes.counts.values() for each in line if each != " ") == 98060


def test_the_data_file_is_the_one_the_note_names():
    folder = files("workflows.election")
    raw = folder.joinpath("strokes.txt").read_bytes()
    assert len(raw) < 400_000
    assert f"SHA-256 of `strokes.txt`: `{sha256(raw).hexdigest()}`" in folder.joinpath("strokes_licence.md").read_text()


SOURCES = (
    "# made up\nU+4E00\tkTotalStrokes\t1\nU+4E01\tkTotalStrokes\t2 3\nU+5341\tkTotalStrokes\t2\nU+4E00\tkOther\t9\n"
)
MAPPINGS = "U+4E00\tkTGH\t2013:1\nU+4E01\tkTGH\t2013:3502\nU+5341\tkTGH\t2013:3501\n"
SCRIPT = (
    """x(JSON.parse('{"十":"jf","丁":"jg","了":"eg"}')),y(JSON.parse('{"j":{"name":"横"},"f":{"name":"竖"},"""
    """"g":{"name":"竖钩"},"e":{"name":"横钩"}}'))"""
)


def test_the_file_is_made_of_its_sources():
    lines = [line for line in made(SOURCES, MAPPINGS, SCRIPT).splitlines() if not line.startswith("#")]
    assert lines == ['4E00 !"', '5340  "', "=1 一", "=2 十丁"]
    assert sequences(SCRIPT) == {"十": "12", "丁": "12", "了": "52"}


def test_the_levels_are_merged_by_the_kinds_of_strokes():
    numbers, counts = {"丁": 1, "了": 2, "十": 3501, "厂": 6501}, dict.fromkeys("丁了十厂", 2)
    kinds = {"丁": "12", "了": "52", "十": "12", "厂": "13"}
    assert "".join(each.character for each in table(numbers, counts, kinds)) == "丁十厂了"
    without = {"丁": "12", "了": "52", "十": "12"}
    assert "".join(each.character for each in table(numbers, counts, without)) == "厂丁十了"


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ([], []),
        ([1, 2, 2, 3], [1, 2, 2, 3]),
        ([2, 9, 3, 4], [2, 2, 3, 4]),
        ([2, 3, 1, 4], [2, 3, 3, 4]),
        ([5, 11, 5, 6, 14, 14, 7, 7, 8], [5, 5, 5, 6, 6, 6, 7, 7, 8]),
    ],
)
def test_a_count_against_the_rising_order_is_that_of_its_neighbour(counts, wanted):
    assert risen(counts) == wanted
