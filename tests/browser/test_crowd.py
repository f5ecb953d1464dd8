"""Very long names and five hundred people in one branch: pages answer and fit on a telephone."""

from tests.pages.registered import multiplied

from .windows import DESK, PHONE, fits

LONG = "长" * 60
LETTERS = "Aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff"


def fitting(page, *addresses: str) -> list[str]:
    """Which pages do not answer or do not fit."""
    return [address for address in addresses if page.goto(address).status != 200 or not fits(page)]


def test_very_long_names_fit(site, windows):
    for name in (LONG, LETTERS):
        case = site.town.build("fill_form", "2026-10-20", subject=site.town.person(name))
    person = site.town.people[LETTERS]
    pages = ("", "/admit", "/journal", "/timeline", "/sheet", "/correct/5", "/allow")
    addresses = [f"/membership/{case}{page}" for page in pages]
    for width in (PHONE, DESK):
        page = windows.open("王芳", width)
        wrong = fitting(
            page, "/", "/membership/together/admit", "/membership/new", "/ledgers/prospective", "/ledgers/prospective/print",
            "/search?q=长", "/people?q=长", f"/people/{person}", "/month/2026-11", *addresses,
        )  # fmt: skip
        assert wrong == []


def test_five_hundred_people_in_one_branch(site, windows):
    case = site.town.build("fill_form", "2026-10-20")
    multiplied(site, case, 500)
    branch = site.town.places["一支部"]
    page = windows.open("王芳", PHONE)
    wrong = fitting(
        page, "/", "/?tab=overdue", "/?tab=month", "/ledgers", "/ledgers/prospective", "/ledgers/prospective/print",
        "/search?q=甲", f"/people?place={branch}", "/people?q=甲", "/month/2026-11", "/plan-number", "/membership/together/admit",
        f"/membership/{case}",
    )  # fmt: skip
    assert wrong == []
