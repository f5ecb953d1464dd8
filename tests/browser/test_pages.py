"""Every kind of page, for everybody who has it, on a telephone and on a desk: it answers, fits, and axe finds nothing."""

import pytest

from .axe import found
from .places import NO_PAGES, PLACES, VISITORS, prepared
from .windows import DESK, PHONE, fits


def problems(page, address: str) -> list[str]:
    """What is wrong with a page."""
    answer = page.goto(address)
    if answer.status != 200:
        return [f"{address}: {answer.status}"]
    wide = [] if fits(page) else ["scrolls sideways"]
    return [f"{address}: {each}" for each in (*wide, *found(page))]


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("name", VISITORS)
def test_every_page_answers_fits_and_can_be_used(site, windows, name, width):
    ground = prepared(site)
    page = windows.open(name, width, bypass_csp=True)
    places = [place for place in PLACES if name in place.by]
    wrong = [problem for place in places for problem in problems(page, place.address(ground, name))]
    assert not wrong, "\n".join(wrong)


def test_every_route_is_visited_or_named_as_no_page(site):
    routes = {rule.endpoint for rule in site.app.url_map.iter_rules() if "GET" in rule.methods}
    assert routes - {place.endpoint for place in PLACES} - set(NO_PAGES) == set()
    assert set(NO_PAGES) & {place.endpoint for place in PLACES} == set()
