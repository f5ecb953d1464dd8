"""What is said of a value that cannot be: the field by its title, in a list with its row, and what it may hold in words."""

from datetime import date
from typing import Literal

import pytest

from web.catalogue import catalogue, translated
from workflows import flow
from workflows.engine.complaints import worded
from workflows.engine.errors import BadForm
from workflows.engine.forms import Form, Row, field
from workflows.engine.intake import read_paper
from workflows.engine.strict import Unusable

WORDS = {"early": "提前", "task.late": "推迟", "late": "延期"}


class Entrusted(Row):
    task: Literal["early", "late", "never"] = field("任务")
    count: int = field("人数", ge=1)


class Meeting(Form):
    task: Literal["early", "late"] = field("任务")
    people: list[Entrusted] = field("受托的人", max_length=2)


def told(**values) -> list[tuple[str, str]]:
    """What is said of the values, with the words of a workflow."""
    with pytest.raises(BadForm) as raised:
        Meeting.read({"task": "early", "people": [], **values})
    return worded(raised.value, WORDS).errors


def test_a_code_nobody_knows_in_a_row_is_told_by_title_row_and_words():
    rows = [{"task": "late", "count": 1}, {"task": "xyz", "count": 1}]
    assert told(people=rows) == [("people.1.task", "“受托的人第 2 行的任务”只能是：提前（early）、推迟（late）、never")]


def test_a_code_nobody_knows_in_a_field_is_told_by_words():
    assert told(task="xyz") == [("task", "“任务”只能是：提前（early）、推迟（late）")]


def test_another_complaint_about_a_row_names_its_field_too():
    assert told(people=[{"task": "late", "count": 0}]) == [("people.0.count", "“受托的人第 1 行的人数”不能小于 1")]
    assert told(people=[{"task": "late"}]) == [("people.0.count", "缺少“受托的人第 1 行的人数”")]


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([{"task": "late", "count": 1}] * 3, ("people", "“受托的人”最多 2 项")),
        (["late"], ("people.0", "“受托的人”的写法不对，请对照模板")),
        (
            [{"task": "late", "count": 1, "更": 1}],
            ("people.0.更", "不认识的项目“受托的人第 1 行的更”，请对照模板核对名称"),
        ),
    ],
)
def test_what_is_wrong_with_a_list_is_told_of_the_list(people, said):
    assert told(people=people) == [said]


def test_the_words_are_said_in_english_too():
    (_, message), *_ = told(task="xyz")
    assert "提前" not in translated(message, "en")
    assert {"提前", "“%(title)s”只能是：%(expected)s"} <= set(catalogue("en"))


def test_a_file_with_a_code_nobody_knows_is_told_so():
    rows = [{"name": "赵强", "status": "member"}]
    paper = {"name": "李明", "steps": [{"step": "assign_contacts", "on": "2026-06-01", "contacts": rows}]}
    with pytest.raises(Unusable) as raised:
        read_paper(flow("membership"), paper, date(2026, 6, 2))
    assert raised.value.field == "steps[0].contacts.0.status"
    assert "的党员身份”只能是：正式党员（full）、预备党员（probationary）" in str(raised.value)
