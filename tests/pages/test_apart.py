"""Whoever keeps apart from business looks at a case and changes nothing of it, also with a form that is complete."""

import io
from collections.abc import Mapping
from typing import Any

import pytest

from .conftest import TODAY
from .test_attached import PDF
from .test_cases import ADMIT, seen
from .test_corrections import admitted, last, propose
from .test_rights import APART, OF_A_CASE, ROLES, apart, rules  # noqa: F401 (a fixture)
from .test_together import form, votes

VOTES = {"on": str(TODAY), **ADMIT}
WHO = {"second.propose_allowance": "吴强", "second.confirm": "孙丽"}
"""Whose it is; else the branch secretary's."""
ACTS = (
    "steps.take",
    "second.propose_correction",
    "second.propose_allowance",
    "second.confirm",
    "declining.decline",
    "supplying.supply",
    "erasing.take",
    "together.take",
)


@pytest.fixture
def cases(site) -> tuple[int, int]:
    """One to be admitted; one who was, whose correction is proposed."""
    done = admitted(site)
    propose(site, done, last(site, done).number, in_favour="9", against="0")
    return site.town.build("fill_form", "2026-10-20", subject=site.town.person("样甲")), done


def posted(site, cases: tuple[int, int], endpoint: str, name: str) -> Any:
    """What is answered to somebody who posts the whole form."""
    case, done = cases
    proposal = last(site, done).number
    ways: Mapping[str, tuple[str, dict[str, Any]]] = {
        "steps.take": (f"/membership/{case}/admit", {**VOTES, "seen": seen(site, case)}),
        "second.propose_correction": (
            f"/membership/{done}/correct/{proposal - 1}",
            {**VOTES, "what": "correct", "reason": "票数抄错", "in_favour": "9", "against": "0", "seen": seen(site, done)},
        ),
        "second.propose_allowance": (
            f"/membership/{case}/allow",
            {"step": "admit", "code": "G10", "number": "示例1号", "on": str(TODAY), "reason": "已说明", "seen": seen(site, case)},
        ),
        "second.confirm": (f"/membership/{done}/confirm/{proposal}", {"seen": seen(site, done)}),
        "declining.decline": (f"/membership/{done}/decline/{proposal}", {"reason": "票数无误", "seen": seen(site, done)}),
        "supplying.supply": (
            f"/membership/{done}/attach/{proposal - 1}",
            {"files": [(io.BytesIO(PDF), "记录.pdf")], "seen": seen(site, done)},
        ),
        "erasing.take": (
            f"/membership/{case}/erase",
            {"which": "some", "item": ["2:talkers.0.name"], "number": "示例1号", "on": str(TODAY), "reason": "本人申请", "seen": seen(site, case)},
        ),
        "together.take": ("/membership/together/admit", form(site, [case], **votes(case, 9, 0))),
    }  # fmt: skip
    address, typed = ways[endpoint]
    return site.visitor(name).post(address, {**typed, "sure": "yes"}, content_type="multipart/form-data")


def test_every_way_to_change_a_case_is_tried(site):
    found = {rule.endpoint for rule in rules(site.app, "POST")}
    assert {name for name in found if name.startswith((*OF_A_CASE, "together."))} == set(ACTS)


@pytest.mark.parametrize("endpoint", ACTS)
def test_the_forms_are_complete(site, cases, endpoint):
    answer = posted(site, cases, endpoint, WHO.get(endpoint, "王芳"))
    assert answer.status_code == (200 if endpoint == "together.take" else 303), answer.get_data(as_text=True)


@pytest.mark.parametrize("name", APART)
@pytest.mark.parametrize("endpoint", ACTS)
def test_whoever_keeps_apart_changes_nothing(site, cases, endpoint, name):
    before, entries = [kept(site, case) for case in cases], [len(site.town.entries(case)) for case in cases]
    answer = posted(site, cases, endpoint, name)
    together = endpoint == "together.take" and ROLES[name]  # a page of its own, on which each refusal is told
    assert answer.status_code == (409 if together else 403 if ROLES[name] else 404), answer.get_data(as_text=True)
    assert not together or "已办理 0 人；没有办理 1 人" in answer.get_data(as_text=True)
    assert [kept(site, case) for case in cases] == before
    since = [each for case, count in zip(cases, entries, strict=True) for each in site.town.entries(case)[count:]]
    assert {each.kind for each in since} <= {"refusal"}


def kept(site, case: int) -> tuple[str, bytes]:
    """What stands in a case."""
    row = site.town.row(case)
    return row["stage"], row["snapshot"]
