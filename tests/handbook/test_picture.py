"""The picture of a workflow: a box for every step in the columns of its stages, and a way for every outcome that leads."""

from itertools import pairwise

import pytest

from web.handbook.outcomes import outcomes
from web.handbook.picture import GUTTER, Drawer, wrapped
from web.handbook.site import spoken
from web.timeline_axis import width_of
from workflows import NAMES, flow

FLOWS = [flow(name) for name in NAMES]
MEMBERSHIP = flow("membership")


def say(message: str, **facts: object) -> str:
    return spoken("zh", message, **facts)


@pytest.fixture(params=FLOWS, ids=lambda each: each.name)
def drawn(request):
    drawer = Drawer(request.param, say)
    return drawer, drawer.draw()


def test_every_step_has_a_box_below_the_one_before(drawn):
    drawer, _ = drawn
    assert list(drawer.boxes) == list(drawer.flow.steps)
    boxes = list(drawer.boxes.values())
    assert all(one.y + one.height < two.y for one, two in pairwise(boxes))


def test_a_box_spans_the_columns_of_its_stages(drawn):
    drawer, picture = drawn
    ends = [column.x for column in picture.columns[1:]] + [picture.columns[-1].x + 196]
    columns = {stage: (column.x, end) for stage, column, end in zip(drawer.stages, picture.columns, ends, strict=True)}
    for step in drawer.flow:
        box, own = drawer.boxes[step.name], [columns[str(stage)] for stage in step.stage or [""]]
        assert min(first for first, _ in own) + GUTTER == box.x
        assert box.x + box.width == max(last for _, last in own) - 8


def test_everything_lies_within_the_picture_and_titles_within_their_boxes(drawn):
    _, picture = drawn
    for box in picture.boxes:
        assert box.x >= 0 and box.x + box.width <= picture.width and box.y + box.height <= picture.height
        for line in box.lines:
            assert box.x < line.x and line.x + line.width <= box.x + box.width and box.y < line.y < box.y + box.height
    assert all(label.x >= 0 and label.x + label.width <= picture.width for label in picture.labels)


def test_every_outcome_that_leads_somewhere_is_told(drawn):
    drawer, picture = drawn
    told = [
        (step.name, outcome)
        for step in drawer.flow
        for outcome in step.outcomes
        if step.destination(outcome) or outcome in step.reopens
    ]
    assert len(picture.labels) == len(told) > 0


def test_ways_lead_ahead_and_back():
    drawer = Drawer(MEMBERSHIP, say)
    drawer.draw()
    back = {(step.name, to) for step in MEMBERSHIP for to in step.reopens.values() if to != step.name}
    ahead = [step for step in MEMBERSHIP for outcome in step.outcomes if step.destination(outcome)]
    assert len([way for way in drawer.ways if way.back]) == len(back) == 6
    assert len([way for way in drawer.ways if not way.back]) == len(ahead)
    assert len({way.path for way in drawer.ways}) == len(drawer.ways)


def test_around_a_step_stand_those_of_its_stage_and_it_is_marked():
    step = MEMBERSHIP["admit"]
    drawer = Drawer(MEMBERSHIP, say, step)
    drawer.draw()
    assert {name for name, box in drawer.boxes.items() if box.here} == {"admit"}
    assert list(drawer.boxes) == [each.name for each in MEMBERSHIP if set(each.stage) & set(step.stage)]
    assert "apply" not in drawer.boxes and "examine" in drawer.boxes
    assert drawer.stages == ["prospective", "probationary", "full", "ended"]
    assert drawer.boxes["review_activist"].x == drawer.boxes["admit"].x  # it begins further left, which is cut off


def test_around_the_first_step_stands_the_column_before_the_stages():
    drawer = Drawer(MEMBERSHIP, say, MEMBERSHIP["apply"])
    drawer.draw()
    assert drawer.stages[:2] == ["", "applicant"] and list(drawer.boxes) == ["apply"]


@pytest.mark.parametrize(
    "step, words",
    [
        ("apply", ["进入“入党申请人”"]),
        ("talk", ["阶段不变"]),
        ("approve_admission", ["批准：进入“预备党员”", "不批准：从“支部委员会审查”重新办理"]),
        ("admit", ["表决通过：阶段不变", "表决未通过：可以重新办理"]),
        ("withdraw", ["终止（本人撤回）"]),
        ("close_case", ["终止（终止）", "终止（身故）", "终止（转出）"]),
        (
            "approve_conversion",
            [
                "按期转正：进入“正式党员”",
                "延长预备期：从“提出转正申请”重新办理",
                "终止（取消预备党员资格）",
                "不批准：从“支部大会讨论转正”重新办理",
            ],
        ),
    ],
)
def test_outcomes_in_words(step, words):
    assert [each.words for each in outcomes(MEMBERSHIP, MEMBERSHIP[step], say)] == words
    ended = [each.stage == "ended" for each in outcomes(MEMBERSHIP, MEMBERSHIP[step], say)]
    assert ended == ["终止（" in each for each in words]


@pytest.mark.parametrize(
    "text, width, lines",
    [
        ("支部大会", 4 * 14, ["支部大会"]),
        ("支部大会", 4 * 14 - 1, ["支部大", "会"]),
        ("12 支部", 2 * 14, ["12", "支部"]),
        ("Party branch", width_of("Party branch"), ["Party branch"]),
        ("Party branch", width_of("Party branch") - 1, ["Party", "branch"]),
        ("incomparable", 10, ["incomparable"]),
        ("", 10, [""]),
    ],
)
def test_a_title_is_wrapped_between_words(text, width, lines):
    assert wrapped(text, width) == lines
