"""The paper beside each field is one of its step's papers, and every main-line step rests on some."""

import pytest

from workflows import flow
from workflows.membership.papers import SOURCES

FLOW = flow("membership")


@pytest.mark.parametrize("step", SOURCES)
def test_a_source_is_a_field_of_the_step_and_one_of_its_papers(step):
    for name, papers in SOURCES[step].items():
        assert name in FLOW[step].form.model_fields
        assert set(papers) <= set(FLOW[step].papers)


def test_every_main_line_step_names_its_papers():
    assert [step.name for step in FLOW if step.main and not step.papers] == []


def test_a_field_without_a_source_of_its_own_has_all_papers_of_the_step():
    assert FLOW["talk"].papers_of("talkers") == ("谈话记录",)
    assert FLOW["train"].papers_of("days") == ("培训登记表", "结业证")
