"""The paper beside each field of an election is one of its step's papers, and every main-line step rests on some."""

import pytest

from workflows import flow
from workflows.election.papers import SOURCES

FLOW = flow("election")


def test_every_step_with_sources_is_one_of_the_table():
    assert set(SOURCES) <= set(FLOW.steps)


@pytest.mark.parametrize("step", SOURCES)
def test_a_source_is_a_field_of_the_step_and_one_of_its_papers(step):
    for name, papers in SOURCES[step].items():
        assert name in FLOW[step].form.model_fields
        assert set(papers) <= set(FLOW[step].papers)


def test_every_main_line_step_names_its_papers():
    assert [step.name for step in FLOW if step.main and not step.papers] == []


def test_a_field_without_a_source_of_its_own_has_all_papers_of_the_step():
    assert FLOW["key_count"].papers_of("issued") == ("发出收回选票报告单",)
    assert FLOW["freeze_roll"].papers_of("electors") == ("应到会党员名册",)
