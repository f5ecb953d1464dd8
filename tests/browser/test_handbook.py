"""The handbook with a run of tests, inside the product and as files: on both widths it fits, axe finds nothing, pictures scroll."""

import pytest

from tests.handbook.conftest import BOTH_SIDES, ONE_FAILED, written
from web.handbook.known import handbook
from web.handbook.site import write_site

from .axe import found
from .places import SECRETARY
from .windows import DESK, PHONE, fits

PAGES = ("steps/membership/list_prospective", "articles/XZ26/13", "matrix/XZ26", "workflows/membership", "gaps")
FRAME = ".workflow-picture"


@pytest.fixture
def record(tmp_path, monkeypatch):
    """The record of a run in which something failed."""
    path = written(tmp_path, BOTH_SIDES, ONE_FAILED)
    monkeypatch.setenv("ZHIBU_SCENARIOS", str(path))
    return path


def problems(page, address: str) -> list[str]:
    """What is wrong with a page whose every part is unfolded."""
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    wide = [] if fits(page) else ["scrolls sideways"]
    return [f"{address}: {each}" for each in (*wide, *found(page))]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_pages_with_results_fit_and_can_be_used(site, windows, record, width):
    page = windows.open(SECRETARY, width, bypass_csp=True)
    wrong = [problem for name in PAGES for problem in problems(page, f"/handbook/{name}")]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_files_fit_and_can_be_used_without_a_server(chromium, record, tmp_path, width):
    target = tmp_path / "out"
    write_site(handbook(record), target, "zh")
    context = chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=True, offline=True)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    names = (*PAGES, "index", "readings", "editions/XZ26")
    wrong = [problem for name in names for problem in problems(page, (target / f"{name}.html").as_uri())]
    context.close()
    assert not wrong, "\n".join(wrong)
    assert [url for url in asked if not url.startswith((target.as_uri(), "data:"))] == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_picture_scrolls_in_its_own_frame_by_keyboard(site, windows, width):
    page = windows.open(SECRETARY, width, bypass_csp=True)
    page.goto("/handbook/workflows/election")
    frame = page.locator(FRAME)
    assert frame.evaluate("each => each.scrollWidth > each.clientWidth") and fits(page)
    frame.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"document.querySelector('{FRAME}').scrollLeft > 0")
