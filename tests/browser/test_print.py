"""The whole-process sheet on paper: one page of A4 for a full case."""

import re

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
