"""The key that signs sign-ins: the same for every process of an installation, and nobody else's to read."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.live.town import POSTS, Town
from tests.pages.conftest import PASSWORD, Visitor, quick_hashes  # noqa: F401 (a fixture)
from web.app import create_app
from web.cli import main
from web.signing import NAME, SHORTEST, WeakKey, kept, key_file, signing_key

SERVER = "postgresql+psycopg://zhibu_app@localhost/zhibu"


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch):
    monkeypatch.delenv(NAME, raising=False)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request):
    return request.getfixturevalue(request.param)


def test_two_processes_accept_each_others_sign_ins(database, tmp_path):
    from models import databases
    from tests.pages.conftest import Site

    databases.create(database.owner_url, "zhibu_app")
    town = Town(database.app_url, database.owner_url, posts=POSTS)
    site = Site(town, tmp_path / "files")
    login = site.account("王芳")
    one, other = (create_app(database.app_url, files=tmp_path / "files", clock=lambda: site.now) for _ in range(2))
    visitor, again = Visitor(one.test_client()), Visitor(other.test_client())
    assert visitor.sign_in(login, PASSWORD).status_code == 303
    assert again.get("/account").status_code == 302
    again.client.set_cookie("zhibu", visitor.client.get_cookie("zhibu").value)
    assert again.get("/account").status_code == 200
    for app in (one, other, site.app):
        app.extensions["zhibu"].database.dispose()
    town.close()


def test_where_the_key_lies():
    assert key_file("sqlite:////srv/zhibu.db", Path("/srv/zhibu.db.files")) == Path("/srv/zhibu.db.key")
    assert key_file(SERVER, Path("zhibu.files")) == Path("zhibu.key")
    assert key_file(SERVER, Path("/srv/attached")) == Path("/srv/attached.key")


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "new" / "zhibu.key"
    with ThreadPoolExecutor(8) as several:
        made = set(several.map(lambda _: kept(path), range(32)))
    assert made == {path.read_text()} and len(made.pop()) == 64
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["zhibu.key"]


def test_a_key_given_by_the_environment_comes_first(tmp_path, monkeypatch):
    monkeypatch.setenv(NAME, "x" * SHORTEST)
    assert signing_key(SERVER, tmp_path / "files") == "x" * SHORTEST
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setenv(NAME, "x" * (SHORTEST - 1))
    with pytest.raises(WeakKey, match="至少 32 个字符"):
        signing_key(SERVER, tmp_path / "files")


def test_a_weak_key_is_said_by_serve(sqlite, monkeypatch):
    from models import databases

    databases.create(sqlite.owner_url)
    monkeypatch.setenv(NAME, "kurz")
    answer = CliRunner().invoke(main, ["serve", "--database", sqlite.app_url])
    assert answer.exit_code == 1 and "ZHIBU_SECRET_KEY 太短" in answer.output
