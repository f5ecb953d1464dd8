"""A session that ended while somebody typed loses nothing: what was typed comes through the sign-in and back."""

from datetime import timedelta
from html.parser import HTMLParser
from io import BytesIO

import pytest
from flask import request

from models.accounts import account_of
from tests.pages.conftest import PASSWORD

TYPED = {
    "opinion": '第一行\n第二行 <b>&amp; "引号"',
    "places": ["一支部公示栏", "", "镇政府公示栏"],
    "code": "G10",
    "login": "liming",
    "next": "//elsewhere.example",
    "kept.odd": "一个怪名字",
    "空": "",
}
FLAT = [(name, value) for name, values in TYPED.items() for value in ([values] if isinstance(values, str) else values)]
ADDRESS = "/echo?day=2026-11-02&x=%E4%B8%80"


class Page(HTMLParser):
    """The forms of a page with their fields as a browser would send them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text, self.forms, self.files = text, [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.forms.append((given.get("action"), []))
        elif tag == "input" and given.get("type") == "file":
            self.files.append(given["name"])
        elif tag == "input" and given.get("type") == "hidden":
            self.forms[-1][1].append((given["name"], given.get("value") or ""))

    def form(self, *ends: str) -> tuple[str, dict[str, list[str]]]:
        """The form of the main part whose address begins so."""
        address, fields = next(each for each in self.forms[-2:] if each[0].startswith(ends))
        found: dict[str, list[str]] = {}
        for name, value in fields:
            found.setdefault(name, []).append(value)
        return address, found


@pytest.fixture
def site(site):
    """The site with a form that answers what it got."""

    def echo():
        fields = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
        return {
            "address": request.full_path,
            "fields": fields,
            "files": [each.filename for each in request.files.values()],
        }

    site.app.add_url_rule("/echo", "echo", echo, methods=["POST"])
    return site


def page(answer) -> Page:
    return Page(answer.get_data(as_text=True))


def enter(visitor, shown: Page, login: str, password: str = PASSWORD, action: str = "/sign-in", **more):
    """Fills in the sign-in page as it stands, with everything it carries."""
    address, fields = shown.form(action)
    return visitor.client.post(address, data={**fields, "login": login, "password": password, **more})


def idle(site, name="王芳"):
    visitor = site.visitor(name)
    site.now += timedelta(minutes=31)
    return visitor


@pytest.mark.parametrize("who", ["idle", "stranger", "ended elsewhere"])
def test_what_was_typed_comes_through_the_sign_in(site, who):
    visitor = site.visitor() if who == "stranger" else idle(site) if who == "idle" else site.visitor("王芳")
    if who == "ended elsewhere":
        site.visitor("王芳").post("/account/sessions")
    asked = visitor.post(ADDRESS, TYPED)
    assert asked.status_code == 401 and "刚才填写的内容没有丢失" in page(asked).text
    assert ("没有操作" in page(asked).text) is (who == "idle")
    shown = enter(visitor, page(asked), site.account("王芳"))
    assert shown.status_code == 200 and "内容还在，请核对后再次提交" in page(shown).text
    assert "第一行\n第二行 &lt;b&gt;&amp;amp; &#34;引号&#34;" in page(shown).text
    address, fields = page(shown).form("/echo")
    got = visitor.client.post(address, data=fields).json
    assert got["address"] == ADDRESS and [tuple(pair) for pair in got["fields"]] == FLAT


def test_a_wrong_password_in_between_loses_nothing(site):
    visitor = idle(site)
    shown = page(visitor.post(ADDRESS, TYPED))
    for _ in range(2):
        answer = enter(visitor, shown, site.account("王芳"), "错误")
        assert answer.status_code == 401
        shown = page(answer)
    address, fields = page(enter(visitor, shown, site.account("王芳"))).form("/echo")
    assert address == ADDRESS and fields["places"] == TYPED["places"]


def test_an_hour_on_the_sign_in_page_loses_nothing(site):
    """The cookie has ended meanwhile, so the token of the sign-in page does not count either."""
    visitor = idle(site)
    shown = page(visitor.post(ADDRESS, TYPED))
    visitor.client.delete_cookie("zhibu")
    answer = enter(visitor, shown, site.account("王芳"))
    assert answer.status_code == 400 and "登录" in page(answer).text
    assert "第一行" in page(enter(visitor, page(answer), site.account("王芳"))).text


def test_a_password_to_be_changed_in_between_loses_nothing(site):
    with site.town.database.write.begin() as session:
        account_of(session, site.account("王芳")).must_change = True
    visitor = site.visitor()
    asked = enter(visitor, page(visitor.post(ADDRESS, TYPED)), site.account("王芳"))
    new = {"new_password": "short", "new_password_again": "short"}
    wrong = enter(visitor, page(asked), "", action="/account/password", **new)
    assert wrong.status_code == 422
    new = {"new_password": "再一个示例口令只用于测试", "new_password_again": "再一个示例口令只用于测试"}
    shown = enter(visitor, page(wrong), "", action="/account/password", **new)
    assert shown.status_code == 200 and page(shown).form("/echo")[1]["places"] == TYPED["places"]


def test_a_stale_token_loses_nothing(site):
    visitor = site.visitor("王芳")
    answer = visitor.client.post(ADDRESS, data={**TYPED, "csrf_token": "stale"})
    assert answer.status_code == 400 and "页面已经过期：内容还在" in page(answer).text
    address, fields = page(answer).form("/echo")
    got = visitor.client.post(address, data=fields).json
    assert [tuple(pair) for pair in got["fields"]] == FLAT


def test_a_form_without_a_field_can_be_posted_again(site):
    visitor = idle(site)
    shown = page(enter(visitor, page(visitor.post("/echo")), site.account("王芳")))
    assert "没有需要填写的内容" in shown.text
    address, fields = shown.form("/echo")
    assert visitor.client.post(address, data=fields).json["fields"] == []


def test_files_are_to_be_chosen_again_and_that_is_said(site):
    visitor = idle(site)
    files = {"paper": [(BytesIO(b"1"), "一.pdf"), (BytesIO(b"2"), "二.pdf")], "empty": (BytesIO(b""), "")}
    asked = visitor.post("/echo", {"number": "1", **files}, content_type="multipart/form-data")
    assert "所选的附件不能保留" in page(asked).text
    shown = page(enter(visitor, page(asked), site.account("王芳")))
    assert "附件不能保留，请重新选择：一.pdf、二.pdf" in shown.text and shown.files == ["paper"]
    address, fields = shown.form("/echo")
    again = {**fields, "paper": (BytesIO(b"1"), "一.pdf")}
    got = visitor.client.post(address, data=again, content_type="multipart/form-data").json
    assert got == {"address": "/echo?", "fields": [["number", "1"]], "files": ["一.pdf"]}


def test_passwords_are_not_kept(site):
    visitor = idle(site)
    own = {"password": "一个秘密甲", "new_password": "一个秘密乙", "new_password_again": "一个秘密乙"}
    for address in ("/account/password", "/account/code/off", "/accounts/1/reset"):
        answer = visitor.post(address, own)
        assert answer.status_code == 401 and "秘密" not in page(answer).text and "没有丢失" not in page(answer).text
    answer = visitor.post("/echo", {**own, "note": "备注"})
    assert "秘密" not in page(answer).text and "备注" in page(answer).text
    stale = site.visitor("孙丽").client.post("/account/password", data={**own, "csrf_token": "stale"})
    assert stale.status_code == 400 and "秘密" not in page(stale).text
    at_the_door = site.visitor().client.post("/sign-in", data={"login": "a", "password": "一个秘密丙"})
    assert at_the_door.status_code == 400 and "秘密" not in page(at_the_door).text


FOREIGN = [
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_what_another_site_sends_is_not_kept(site, headers):
    stranger, signed_in = site.visitor(), site.visitor("王芳")
    answer = stranger.client.post("/echo", data={"note": "外来内容"}, headers=headers)
    assert answer.status_code == 401 and "外来内容" not in page(answer).text
    answer = signed_in.client.post("/echo", data={"note": "外来内容"}, headers=headers)
    assert answer.status_code == 400 and "外来内容" not in page(answer).text
    carried = {"kept-for": "/echo", "kept.note": "外来内容", "login": "x", "password": "x"}
    answer = stranger.client.post("/sign-in", data=carried, headers=headers)
    assert answer.status_code == 400 and "外来内容" not in page(answer).text


@pytest.mark.parametrize("site_is", ["cross-site", "same-site"])
def test_another_site_gets_nothing_done_even_with_the_token(site, site_is):
    answer = site.visitor("王芳").post("/echo", {"note": "1"}, headers={"Sec-Fetch-Site": site_is})
    assert answer.status_code == 400


@pytest.mark.parametrize("headers", [{"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}])
def test_what_this_site_sends_is_kept(site, headers):
    answer = site.visitor().client.post("/echo", data={"note": "自己的内容"}, headers=headers)
    assert answer.status_code == 401 and "自己的内容" in page(answer).text


@pytest.mark.parametrize(
    "address", ["//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example", "echo", ""]
)
def test_only_addresses_of_this_site_are_posted_to(site, address):
    carried = {"kept-for": address, "kept.note": "内容"}
    answer = site.visitor().sign_in(site.account("王芳"), **carried)
    assert answer.status_code == 303 and answer.headers["Location"] == "/"


def test_more_than_a_request_may_hold_is_refused(site):
    site.app.config["MAX_CONTENT_LENGTH"] = site.app.config["MAX_FORM_MEMORY_SIZE"] = 2000
    answer = idle(site).post("/echo", {"note": "长" * 2000})
    assert answer.status_code == 413


def test_a_page_asked_for_is_where_the_sign_in_leads(site):
    visitor = idle(site)
    answer = visitor.get("/account/code")
    assert answer.headers["Location"] == "/sign-in?next=%2Faccount%2Fcode"
