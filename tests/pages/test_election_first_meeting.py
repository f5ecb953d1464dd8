"""The page of a first meeting: the elected are offered, and whom the superior may send to watch."""

import re

import pytest

from tests.election.live.branch import MEETING
from tests.pages.electing import SECOND, VOTES, electing  # noqa: F401 (a fixture)


@pytest.fixture
def site(electing):  # noqa: F811
    with electing.town.acting() as branch:
        branch.prepare()
        branch.gather()
        branch.count("members", 1, VOTES)
        branch.count("members", 2, SECOND)
        branch.take("announce_result", MEETING)
    return electing


def test_scrutineers_are_the_elected_or_sent_from_above(site):
    page = site.visitor("王芳").get(f"/election/{site.town.row().id}/hold_first_meeting", body="members")
    found = re.search(r'<select[^>]* name="scrutineers\.0\.person".*?</select>', page.get_data(as_text=True), re.S)
    offered = {
        label.partition("（")[0].strip() for label in re.findall(r'<option value="\d+"[^>]*>(.*?)</option>', found[0])
    }
    assert {"王芳", "孙丽", "何静", "沈干事"} <= offered
    assert not offered & {"陈刚", "周敏", "赵强"}
