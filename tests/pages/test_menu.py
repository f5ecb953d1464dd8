"""The menu marks the page one is on, and the section of a page it does not name."""

import re

import pytest

MARKED = re.compile(r'<a href="([^"]+)" aria-current="(\w+)">')


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        ("/", [("/", "page")]),
        ("/handbook", [("/handbook", "page")]),
        ("/handbook/articles/XZ26/13", [("/handbook", "true")]),
        ("/people/1", [("/people", "true")]),
        ("/account", []),
    ],
)
def test_the_section_is_marked(site, address, marked):
    page = site.visitor("王芳").get(address, follow_redirects=True).get_data(as_text=True)
    assert MARKED.findall(page.partition("<main")[0]) == marked
