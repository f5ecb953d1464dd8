"""What the tests of the door share: who comes in, wrong tries, and time that passes."""

from datetime import timedelta

from models.accounts import Account, account_of

NEW = "另一个示例口令-只用于测试"


def text(answer) -> str:
    return answer.get_data(as_text=True)


def signed_in(visitor) -> bool:
    return visitor.get("/account").status_code == 200


def row(site, name="王芳") -> Account:
    with site.town.database.read() as session:
        return account_of(session, site.account(name))


def after(site, **passed) -> None:
    site.now += timedelta(**passed)


def miss(site, count: int, name="王芳"):
    """Wrong passwords in a row; answers the last answer."""
    login, visitor = site.account(name), site.visitor()
    return [visitor.sign_in(login, "错误") for _ in range(count)][-1]
