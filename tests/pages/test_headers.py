"""The headers of every kind of answer: a strict policy, cookies no script reads, nothing kept by the browser."""

import re

import pytest

from web.app import create_app

ANSWERS = {  # address: status for a stranger, status signed in
    "/": (302, None),
    "/sign-in": (200, 200),
    "/account": (302, 200),
    "/account/password": (302, 200),
    "/account/code": (302, 200),
    "/accounts": (302, 403),
    "/no-such/page/at/all": (404, 404),
    "/sign-out": (405, 405),
    "/static/zhibu.css": (200, 200),
    "/static/no-such.css": (404, 404),
}
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def strict(answer) -> None:
    for name, value in FIXED.items():
        assert answer.headers[name] == value
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'" and policy["script-src"] == "'self'" and policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in str(policy) and "http" not in str(policy) and "*" not in str(policy)
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie and re.search(r"SameSite=(Lax|Strict)", cookie)


@pytest.mark.parametrize("address", ANSWERS)
@pytest.mark.parametrize("signed_in", [False, True])
def test_every_kind_of_answer_is_strict(site, address, signed_in):
    visitor = site.visitor("王芳" if signed_in else None)
    answer = visitor.get(address)
    wanted = ANSWERS[address][signed_in]
    assert wanted is None or answer.status_code == wanted
    strict(answer)
    if not address.startswith("/static"):
        assert answer.headers["Cache-Control"] == "no-store"
    if answer.mimetype == "text/html":
        text = answer.get_data(as_text=True)
        assert not re.search(r"<[^>]+ (style|on[a-z]+)=", text) and "<script>" not in text
        assert not re.search(r'(src|href|action)="(https?:)?//', text)
        assert re.search(r"<style(?! nonce=)", text) is None
    answer.close()


@pytest.mark.parametrize(
    "address, values, status",
    [
        ("/sign-in", {"login": "nobody", "password": "x"}, 401),
        ("/account/password", {}, 422),
        ("/account/sessions", {"csrf_token": "stale"}, 303),
        ("/accounts/1/reset", {}, 403),
    ],
)
def test_answers_to_forms_are_strict(site, address, values, status):
    answer = site.visitor("王芳").post(address, values)
    assert answer.status_code == status
    strict(answer)


def test_a_defect_is_answered_strictly_too(site):
    def broken():
        raise RuntimeError("a secret of the inside")

    site.app.add_url_rule("/broken", "broken", broken)
    site.app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    answer = site.visitor("王芳").get("/broken")
    assert answer.status_code == 500 and "inside" not in answer.get_data(as_text=True)
    strict(answer)


def test_every_answer_has_a_word_of_its_own(site):
    visitor = site.visitor()
    words = {re.search(r"'nonce-([^']+)'", visitor.get("/sign-in").headers["Content-Security-Policy"])[1] for _ in "12"}
    assert len(words) == 2


def test_over_tls_the_cookie_says_so(site):
    app = create_app(site.town.url, files=site.app.extensions["zhibu"].files, secret_key="only-for-tests", secure=True)
    answer = app.test_client().get("/sign-in", base_url="https://localhost")
    assert all("Secure" in cookie for cookie in answer.headers.getlist("Set-Cookie"))
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert "Strict-Transport-Security" not in site.visitor().get("/sign-in").headers
    app.extensions["zhibu"].database.dispose()
