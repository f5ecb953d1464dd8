"""Files attached to a step: what they say they are, kept by content, carried over the look, given out only in sight."""

import hashlib
import io
import re
import zipfile

import pytest

from .conftest import TODAY
from .test_cases import seen

PDF = b"%PDF-1.7\nonly an example\n"


def docx(member: str = "word/document.xml") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(member, "<example/>")
    return held.getvalue()


@pytest.fixture
def case(site) -> int:
    return site.town.build("assign_contacts", "2026-10-20")


def review(site, case, visitor, files=(), **more):
    form = {"seen": seen(site, case), "on": str(TODAY), "opinion": "表现良好", **more}
    if files:
        form["files"] = [(io.BytesIO(content), name) for name, content in files]
    return visitor.post(f"/membership/{case}/review_activist", form, content_type="multipart/form-data")


def words(answer) -> list[str]:
    return re.findall(r'name="file" value="([^"]+)"', answer.get_data(as_text=True))


def test_a_file_stands_in_the_entry_and_can_be_fetched(site, case):
    visitor = site.visitor("王芳")
    looked = review(site, case, visitor, [("考察表.pdf", PDF), ("记录.docx", docx())])
    assert looked.status_code == 200 and "考察表.pdf" in looked.get_data(as_text=True)
    kept = words(looked)
    assert len(kept) == 2
    assert review(site, case, visitor, file=kept, sure="yes").status_code == 303
    entry = site.town.entries(case)[-1]
    assert hashlib.sha256(PDF).hexdigest().encode() in entry.files
    fetched = visitor.get(f"/membership/{case}/file/{entry.number}/0")
    assert fetched.data == PDF and fetched.headers["Content-Disposition"].startswith("attachment")
    journal = visitor.get(f"/membership/{case}/journal").get_data(as_text=True)
    assert "考察表.pdf" in journal and "files.0" not in journal
    site.town.sound(case)
    for name in ("郑洁",):
        assert site.visitor(name).get(f"/membership/{case}/file/{entry.number}/0").status_code == 404
    assert visitor.get(f"/membership/{case}/file/{entry.number}/2").status_code == 404
    assert visitor.get(f"/membership/{case}/file/99/0").status_code == 404


@pytest.mark.parametrize(
    "name, content, said",
    [
        ("a.exe", b"MZ", "类型不能附上"),
        ("a", PDF, "类型不能附上"),
        ("a.pdf", b"", "空文件"),
        ("a.pdf", b"GIF89a", "内容不是 pdf 文件"),
        ("a.docx", PDF, "内容不是 docx 文件"),
        ("a.docx", docx("other.xml"), "内容不是 docx 文件"),
        ("a.docx", docx()[:-30], "内容不是 docx 文件"),
        ("x" * 130 + ".pdf", PDF, "太长"),
        ("a.pdf", PDF + b"0" * (20 * 2**20), "超过 20 MB"),
    ],
    ids=["program", "no ending", "empty", "other kind", "no archive", "other archive", "cut off", "long", "large"],
)
def test_what_is_not_what_it_says_is_refused_and_the_rest_is_kept(site, case, name, content, said):
    answer = review(site, case, site.visitor("王芳"), [(name, content)])
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and said in page and "表现良好" in page
    assert site.town.entries(case)[-1].step == "assign_contacts"


def test_twenty_megabytes_pass(site, case):
    content = PDF.ljust(20 * 2**20, b"0")
    assert review(site, case, site.visitor("王芳"), [("a.pdf", content)]).status_code == 200


def test_a_path_in_the_name_is_no_path(site, case):
    looked = review(site, case, site.visitor("王芳"), [("..\\..\\etc/passwd.pdf", PDF)])
    assert "passwd.pdf" in looked.get_data(as_text=True) and "etc" not in looked.get_data(as_text=True)


def test_a_word_of_somebody_else_or_made_up_counts_for_nothing(site, case):
    looked = review(site, case, site.visitor("王芳"), [("a.pdf", PDF)])
    for word in (words(looked)[0], "made.up"):
        answer = review(site, case, site.visitor("孙丽"), file=word, sure="yes")
        assert answer.status_code == 422 and "附件没有保存下来" in answer.get_data(as_text=True)


def test_a_file_changed_on_the_disk_is_not_given_out(site, case):
    visitor = site.visitor("王芳")
    kept = words(review(site, case, visitor, [("a.pdf", PDF)]))
    review(site, case, visitor, file=kept, sure="yes")
    number = site.town.entries(case)[-1].number
    sha256 = hashlib.sha256(PDF).hexdigest()
    (site.app.extensions["zhibu"].files / sha256[:2] / sha256).write_bytes(PDF + b"!")
    assert visitor.get(f"/membership/{case}/file/{number}/0").status_code == 404
