"""Signing in and out, and what stands before every page."""


def test_every_page_asks_for_the_sign_in(site):
    answer = site.visitor().get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in?next=%2F")


def test_signing_in_and_out(site):
    visitor = site.visitor("王芳")
    assert (
        "退出"
        in visitor.get(
            "/",
        ).get_data(as_text=True)
        or visitor.get("/").status_code == 302
    )
    assert visitor.post("/sign-out").status_code == 303
    assert visitor.get("/").headers["Location"] == "/sign-in?next=%2F"


def test_a_wrong_password_is_said(site):
    answer = site.visitor().sign_in(site.account("王芳"), "错误")
    assert answer.status_code == 401 and "登录名或者口令不对" in answer.get_data(as_text=True)
