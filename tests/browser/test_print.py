"""On paper: the whole-process sheet of a full case, and each paper of an election, on one page of A4."""

import re

import pytest

from tests.live.test_log import begin, cases
from tests.live.town import moment
from tests.proof.sample import KEY
from web.log_keeping import bring_up_to_date
from workflows.proof.live.keeping import sign

from .electing import election
from .places import prepared

PAGE = re.compile(rb"/Type\s*/Page\b")
BOX = re.compile(rb"/MediaBox\s*\[\s*([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s*\]")
A4 = (595, 842)  # points


def test_the_sheet_of_a_full_case_is_one_page_of_a4(site, windows):
    page = windows.open("王芳")
    page.goto(f"/membership/{prepared(site).full}/sheet")
    printed = page.pdf(prefer_css_page_size=True, format="A4")
    assert len(PAGE.findall(printed)) == 1
    [box] = BOX.findall(printed)
    assert abs(sorted(map(float, box))[-2] - A4[0]) < 2 and abs(sorted(map(float, box))[-1] - A4[1]) < 2


@pytest.mark.parametrize("paper", ["papers/ballot", "papers/sheet", "papers/report", "papers/attendance", "roll/print"])
def test_each_paper_of_an_election_is_one_upright_page_of_a4(site, windows, paper):
    page = windows.open("王芳")
    page.goto(f"/election/{election(site)}/{paper}?ballot=members&round=1")
    printed = page.pdf(prefer_css_page_size=True, format="A4")
    assert len(PAGE.findall(printed)) == 1
    [box] = BOX.findall(printed)
    assert abs(float(box[2]) - A4[0]) < 2 and abs(float(box[3]) - A4[1]) < 2


def test_a_ballot_on_paper_says_nothing_but_the_ballot(site, windows):
    page = windows.open("王芳")
    page.goto(f"/election/{election(site)}/papers/ballot?ballot=members&round=1")
    page.emulate_media(media="print")
    assert page.inner_text("main").split() == page.inner_text("article").split()
    assert not page.is_visible("header")


@pytest.fixture
def checkpoint(site, monkeypatch, tmp_path):
    """Signs a checkpoint of all there is, and leaves entries behind it, so that the seal is as large as it can be."""
    monkeypatch.setenv("ZHIBU_LOG_KEY", str(tmp_path / "log.key"))
    begin(site.town)

    def signed() -> None:
        bring_up_to_date(site.town.database)
        with site.town.database.work() as work:
            sign(work.session, KEY, moment("2026-11-02", 9))
            work.commit()
        cases(site.town, 2)

    return signed


@pytest.mark.parametrize("paper", ["sheet", "papers/sheet", "papers/report", "papers/attendance", "roll/print"])
def test_a_seal_leaves_each_paper_one_page(site, windows, checkpoint, paper):
    held = prepared(site)
    address = f"/membership/{held.full}/sheet" if paper == "sheet" else f"/election/{held.election}/{paper}"
    checkpoint()
    page = windows.open("王芳")
    page.goto(f"{address}?ballot=members&round=1")
    assert page.is_visible(".checkpoint-qr")
    printed = page.pdf(prefer_css_page_size=True, format="A4")
    assert len(PAGE.findall(printed)) == 1
