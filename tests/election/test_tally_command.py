"""`zhibu tally` on real files: answers, exit codes, strictness, rounds, readings, languages."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.election.counting.samples import values
from web.cli import main

EXAMPLE = {
    **{"kind": "branch_committee", "on": "2026-09-12", "round": "formal", "seats": 3, "due": 10, "present": 9},
    **{"voters": 9, "issued": 9, "collected": 9, "void": 0, "blank": 0, "scrutineers": ["周敏"]},
    **{"readings": {"winner_base": "present"}, "write_ins": []},
    "candidates": [
        {"name": "陈刚", "for": 8, "against": 1, "abstain": 0},
        {"name": "何静", "for": 7, "against": 2, "abstain": 0},
        {"name": "孙丽", "for": 4, "against": 4, "abstain": 1},
        {"name": "吴强", "for": 4, "against": 5, "abstain": 0},
    ],
}
SEPARATE = {
    **{name: EXAMPLE[name] for name in ("kind", "on", "due", "present", "scrutineers")},
    **{"round": "separate", "seats": 1, "collected": 9},
    "candidates": [
        {"name": "孙丽", "for": 6, "against": 3, "abstain": 0},
        {"name": "吴强", "for": 3, "against": 6, "abstain": 0},
    ],
}


def written(folder: Path, content: Any) -> Path:
    path = folder / "计票.json"
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return path


def tally(path: Path, *options: Any) -> Result:
    result = CliRunner().invoke(main, ["tally", str(path), *map(str, options)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def answered(folder: Path, content: Any, *options: Any) -> dict[str, Any]:
    (line,) = tally(written(folder, content), "--json", *options).stdout.splitlines()
    return json.loads(line)


def test_the_example_to_the_letter(tmp_path):
    result = tally(written(tmp_path, EXAMPLE), "--json")
    found = json.loads(result.stdout)
    why = found.pop("why")
    assert result.exit_code == 0
    assert list(found.items()) == [
        ("valid", True),
        ("elected", ["陈刚", "何静"]),
        ("tied", []),
        ("seats_left", 1),
        ("next", "separate_election"),
        ("findings", []),
    ]
    assert why and all(isinstance(line, str) for line in why)


def test_what_is_left_out_has_its_default(tmp_path):
    less = {
        name: held for name, held in EXAMPLE.items() if name not in ("voters", "issued", "void", "blank", "write_ins")
    }
    assert answered(tmp_path, less) == answered(tmp_path, EXAMPLE)


def test_a_finding_has_its_keys(tmp_path):
    result = tally(written(tmp_path, {**EXAMPLE, "collected": 10}), "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["valid"], found["next"], found["elected"]) == (1, False, "repeat_ballot", [])
    assert found["findings"][0] == {
        "code": "G47",
        "severity": "block",
        "on": "2026-09-12",
        "edition": "XJ20",
        "article": None,
        "message": "收回选票 10 张，多于发出的 9 张，选举无效：请重新投票",
        "facts": {"collected": 10, "issued": 9},
    }


def changed(path: str, value: Any) -> dict[str, Any]:
    """The example with one value replaced; `candidates.0.for` is inside."""
    content = json.loads(json.dumps(EXAMPLE))
    *places, name = path.split(".")
    inside = content
    for place in places:
        inside = inside[int(place) if place.isdigit() else place]
    inside[int(name) if name.isdigit() else name] = value
    return content


UNUSABLE = [
    ("kind", "branch", "“选举什么”只能是：", "kind"),
    ("round", "second", "“哪一轮”只能是：", "round"),
    ("seats", 0, "“应选名额”不能小于 1", "seats"),
    ("seats", 1.0, "“应选名额”须为整数", "seats"),
    ("seats", "3", "“应选名额”须为整数", "seats"),
    ("seats", True, "“应选名额”须为整数", "seats"),
    ("due", 0, "“应到会有选举权的人数”不能小于 1", "due"),
    ("present", -1, "“实到会有选举权的人数”不能小于 0", "present"),
    ("collected", 100_001, "“收回的选票”不能大于 100000", "collected"),
    ("collected", 10**30, "“收回的选票”不能大于 100000", "collected"),
    ("void", None, "“废票”须为整数", "void"),
    ("on", "2026-9-12", "日期须写成 2026-06-05 的格式", "on"),
    ("on", "2026-02-30", "日历上没有这一天", "on"),
    ("percent", 80, "不认识的项目“percent”", "percent"),
    ("candidates", {}, "“候选人”须为列表", "candidates"),
    ("candidates.0", "陈刚", "“候选人”的写法不对", "candidates.0"),
    ("candidates.0.for", 8.5, "“候选人第 1 行的赞成票”须为整数", "candidates.0.for"),
    ("candidates.0.for", 8.0, "“候选人第 1 行的赞成票”须为整数", "candidates.0.for"),
    ("candidates.1.against", -1, "“候选人第 2 行的不赞成票”不能小于 0", "candidates.1.against"),
    ("candidates.2.name", "", "“候选人第 3 行的姓名”不能为空", "candidates.2.name"),
    ("candidates.2.name", "孙\u0000丽", "不能使用的字符", "candidates.2.name"),
    ("candidates.0.votes", 8, "不认识的项目“候选人第 1 行的votes”", "candidates.0.votes"),
    ("candidates.0.in_favour", 8, "不认识的项目“候选人第 1 行的in_favour”", "candidates.0.in_favour"),
    ("candidates.1.name", "陈刚", "陈刚 出现了两次：同一人只写一次；同名的两人各写编号（ref）", "candidates"),
    ("write_ins", [{"name": "陈刚", "for": 1}], "陈刚 出现了两次", "write_ins"),
    ("write_ins", [{"name": "郑涛"}], "缺少“另选他人第 1 行的赞成票”", "write_ins.0.for"),
    ("scrutineers", ["周敏", "周敏"], "周敏 出现了两次", "scrutineers"),
    ("scrutineers", [3], "“监票人”的写法不对", "scrutineers.0"),
    ("readings", {"winner_base": "all"}, "不认识的解释口径 winner_base=all，可选：present、due", "readings"),
    ("readings", {"base": "due"}, "不认识的解释口径 base=due", "readings"),
    ("readings", ["due"], "须是“名称到选项”的对应表", "readings"),
    ("readings", {"winner_base": 1}, "须是“名称到选项”的对应表", "readings"),
    ("rounds", [], "请加上 --rounds", "rounds"),
]


@pytest.mark.parametrize(
    ("path", "value", "said", "field"), UNUSABLE, ids=[f"{row[0]}={row[1]!r}"[:40] for row in UNUSABLE]
)
def test_unusable(tmp_path, path, value, said, field):
    result = tally(written(tmp_path, changed(path, value)), "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 2
    assert list(found) == ["source", "error"] and found["source"] == "计票.json"
    assert (found["error"]["field"], said in found["error"]["message"]) == (field, True), found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "不是正确的 JSON"),
        ("[]", "须是一个 JSON 对象"),
        ("{", "不是正确的 JSON：第 1 行第 2 个字符处"),
        ('{"due": NaN}', "不是正确的 JSON"),
        ('{"due": 9, "due": 10}', "“due”出现了两次"),
        ('{"candidates": [{"for": 1, "for": 2}]}', "“for”出现了两次"),
        ("9" * 5_000, "数字或者层次超出范围"),
        ("[" * 100_000, "不是正确的 JSON"),
        ("{}", "缺少“选举什么”"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_text_that_is_no_count(tmp_path, text, said):
    result = tally(written(tmp_path, text), "--json")
    assert (result.exit_code, said in json.loads(result.stdout)["error"]["message"]) == (2, True), result.stdout


def test_files_that_cannot_be_read(tmp_path):
    foreign = tmp_path / "gbk.json"
    foreign.write_bytes("{}计票".encode("gbk"))
    for path, said in ((tmp_path / "无.json", "文件读不出来"), (foreign, "UTF-8"), (tmp_path, "文件读不出来")):
        result = tally(path, "--json")
        assert (result.exit_code, said in result.stdout) == (2, True)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"present": 11}, "S01"),
        ({"void": 10}, "S02"),
        ({"candidates": [*EXAMPLE["candidates"][:3], {"name": "吴强", "for": 4, "against": 4, "abstain": 0}]}, "S04"),
        ({"seats": 2}, "S06"),
        ({"write_ins": [{"name": "郑涛", "for": 13}]}, "S07"),
    ],
)
def test_impossible_sums_are_no_unusable_file(tmp_path, more, code):
    result = tally(written(tmp_path, {**EXAMPLE, **more}), "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["valid"], found["next"], found["elected"]) == (1, False, "repeat_ballot", [])
    assert code in [each["code"] for each in found["findings"]]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"candidates": EXAMPLE["candidates"][:2]}, "G43"),
        ({"candidates": []}, "G43"),
        ({"scrutineers": ["陈刚"]}, "G45"),
    ],
)
def test_candidates_and_scrutineers_are_for_a_person(tmp_path, more, code):
    result = tally(written(tmp_path, {**EXAMPLE, **more}), "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["valid"], found["next"], found["elected"]) == (1, False, "manual", [])
    assert code in [each["code"] for each in found["findings"]]


def test_two_of_one_name_are_answered_by_their_references(tmp_path):
    content = changed("candidates.1", {"name": "陈刚", "ref": "乙", "for": 7, "against": 2, "abstain": 0})
    content["candidates"][0]["ref"] = "甲"
    assert answered(tmp_path, content)["elected"] == ["甲", "乙"]
    content["candidates"][0]["ref"] = "乙"
    assert "出现了两次" in answered(tmp_path, content)["error"]["message"]


def test_rounds(tmp_path):
    result = tally(written(tmp_path, {"rounds": [EXAMPLE, SEPARATE]}), "--json", "--rounds")
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert [found[name] for name in ("valid", "elected", "tied", "seats_left", "next")] == [
        *(True, ["陈刚", "何静", "孙丽"], [], 0, "none"),
    ]
    assert [each["elected"] for each in found["rounds"]] == [["陈刚", "何静"], ["孙丽"]]
    assert found["why"][0] == "第 1 轮" and set(found["rounds"][1]["why"]) < set(found["why"])


@pytest.mark.parametrize(
    ("content", "field", "said"),
    [
        ({"rounds": [EXAMPLE, {**SEPARATE, "seats": 2}]}, "rounds[1].seats", "应选 2 人，按上一轮的结果应是 1 人"),
        ({"rounds": [EXAMPLE, {**SEPARATE, "seats": 0}]}, "rounds[1].seats", "不能小于 1"),
        ({"rounds": [EXAMPLE, {**SEPARATE, "readings": {"winner_base": "due"}}]}, "rounds[1].readings", "先后不同"),
        ({"rounds": []}, "rounds", "至少写一轮"),
        ({"rounds": {}}, "rounds", "须是各轮计票的列表"),
        ({"rounds": [3]}, "rounds[0]", "须是一个 JSON 对象"),
        ({"rounds": [EXAMPLE], "on": "2026-09-12"}, "on", "不认识的项目“on”"),
        (EXAMPLE, "rounds", "请去掉 --rounds"),
    ],
)
def test_rounds_that_cannot_be_used(tmp_path, content, field, said):
    result = tally(written(tmp_path, content), "--json", "--rounds")
    error = json.loads(result.stdout)["error"]
    assert (result.exit_code, error["field"], said in error["message"]) == (2, field, True), error


def test_readings_of_the_file_come_before_those_of_the_command(tmp_path):
    half = values((5, 0), seats=1, present=9, due=10)
    chosen = tmp_path / "口径.json"
    chosen.write_text('{"C-4": "due"}', encoding="utf-8")
    assert answered(tmp_path, half)["elected"] == ["陈刚"]
    assert answered(tmp_path, half, "--readings", chosen)["elected"] == []
    own = {**half, "readings": {"winner_base": "present"}}
    assert answered(tmp_path, own, "--readings", chosen)["elected"] == ["陈刚"]
    assert answered(tmp_path, {**half, "readings": {"winner_base": "due"}})["elected"] == []


def test_edition_judges_by_another_text(tmp_path):
    eight = values((7, 1), seats=1, present=8, due=10)
    assert answered(tmp_path, eight)["valid"] is True
    assert answered(tmp_path, eight, "--edition", "XJ90")["next"] == "repeat_ballot"


def test_an_overlay_may_ask_for_more_but_not_for_less(tmp_path):
    local, looser = tmp_path / "local.toml", tmp_path / "looser.toml"
    text = 'code = "QX"\ntitle = "某县规定"\nfrom = 2016-01-01\n[item.Q-1]\ngist = "示例"\n[item.Q-1.limits]\n'
    local.write_text(text + "candidates_over_percent = 50\n", encoding="utf-8")
    assert answered(tmp_path, EXAMPLE, "--overlay", local)["findings"][0]["facts"]["least"] == 5
    looser.write_text(text + "candidates_over_percent = 10\n", encoding="utf-8")
    result = tally(written(tmp_path, EXAMPLE), "--overlay", looser)
    assert (result.exit_code, "附加规定只能从严" in result.stderr) == (2, True)


def test_before_the_first_edition(tmp_path):
    found = answered(tmp_path, {**EXAMPLE, "on": "1990-06-26"})
    assert (found["valid"], found["elected"], found["next"]) == (False, [], "manual")
    assert [each["code"] for each in found["findings"]] == ["G00"]


def test_text_for_a_person(tmp_path):
    lines = tally(written(tmp_path, {**EXAMPLE, "present": 7, "voters": 7})).stdout.splitlines()
    assert lines[0] == "选举无效"
    assert "应到会 10 人，实到会 7 人，至少须到 8 人" in lines
    absent = "到会人数不足：应到 10 人，实到 7 人，至少须到 8 人，选举无效：请另定日期重新召开"
    assert f"  - {absent}（基层组织选举工作条例（2020），G46）" in lines
    assert absent not in lines
    broken = tally(written(tmp_path, changed("seats", 0)))
    assert (broken.exit_code, broken.stdout) == (2, "计票.json：不能用，“seats”“应选名额”不能小于 1\n")


def test_half_a_character_is_no_defect(tmp_path):
    text = json.dumps(changed("candidates.0.name", "\ud800"))
    result = tally(written(tmp_path, text), "--json")
    assert result.exit_code == 2 and "error" in json.loads(result.stdout)
