"""Every printed sheet carries the newest checkpoint as a short code and a QR picture; the page of settings tells how the log stands."""

import re

import pytest
from sqlalchemy import select

from models.log import SignedCheckpoint
from tests.live.test_log import begin, cases
from tests.live.town import moment
from tests.proof.sample import KEY
from web import log_keys
from web.log_keeping import LogKeeping, bring_up_to_date
from web.seal import code_of, picture
from workflows.proof.live.keeping import sign

from .bureau import text
from .conftest import Site

AT = moment("2026-11-02", 9)


@pytest.fixture
def logged(site, monkeypatch, tmp_path) -> Site:
    monkeypatch.setenv("ZHIBU_LOG_KEY", str(tmp_path / "log.key"))
    log_keys.keep(KEY)
    begin(site.town)
    return site


def signed(site) -> str:
    """Signs a checkpoint of all there is, and answers its code."""
    bring_up_to_date(site.town.database)
    with site.town.database.work() as work:
        note = sign(work.session, KEY, AT).note
        work.commit()
    return code_of(note)


def addresses(site) -> list[str]:
    """A sheet of each kind but those of elections."""
    case, branch = site.town.build("archive", "2026-10-20"), site.town.places["一支部"]
    return [
        f"/membership/{case}/sheet",
        "/ledgers/applicant/print",
        "/month/2026-11",
        f"/organisations/{branch}/handing-over",
    ]


def page(site, address: str) -> str:
    answer = site.visitor("王芳").get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("number", range(4))
def test_every_sheet_carries_the_newest_checkpoint(logged, number):
    address = addresses(logged)[number]
    assert "还没有签署日志检查点" in page(logged, address)
    code = signed(logged)
    told = page(logged, address)
    size = newest(logged).size
    assert f"日志检查点 {code}" in told and f"全程纪实前 {size} 条，2026-11-02 09:00 签署" in told
    assert "等待下一个检查点" not in told
    assert told.count("data:image/svg+xml") == 1
    cases(logged.town, 2)
    assert "此后另有 2 条等待下一个检查点" in page(logged, address)
    bring_up_to_date(logged.town.database)  # in the log, and yet not in the checkpoint
    assert "此后另有 2 条等待下一个检查点" in page(logged, address)


def newest(site) -> SignedCheckpoint:
    with site.town.database.read() as session:
        return session.scalars(select(SignedCheckpoint).order_by(SignedCheckpoint.id.desc())).first()  # type: ignore[return-value]


def test_a_note_fits_into_the_picture(logged):
    signed(logged)
    note = newest(logged).note
    assert picture(note).startswith("data:image/svg+xml") and len(picture(note)) < 10_000
    assert picture(note) != picture(note.replace("A", "B", 1))


def elections_own(site) -> set[str]:
    return {name for name in site.app.jinja_env.list_templates() if name.startswith("elections/")}


def test_papers_of_an_election_carry_it_and_a_ballot_never_does(site):
    def source(name: str) -> str:
        return site.app.jinja_env.loader.get_source(site.app.jinja_env, name)[0]

    printed = {name for name in elections_own(site) if 'class="printout' in source(name)}
    assert {name for name in printed if "sealed(" not in source(name)} == {"elections/ballot.html"}
    assert len(printed) >= 5


def test_settings_tell_how_the_log_stands(logged):
    told = text(logged.visitor("王芳").get("/settings"))
    assert f"来源 {KEY.name}" in told and "最近的检查点 还没有" in told and "上级已副署到 还没有" in told
    cases(logged.town, 3)
    assert "等待收进日志 3 条" in text(logged.visitor("王芳").get("/settings"))
    code = signed(logged)
    told = text(logged.visitor("王芳").get("/settings"))
    assert f"最近的检查点 {code}" in told and "等待收进日志 0 条" in told


def test_settings_tell_what_keeps_the_log_from_going_on(logged):
    log_keys.key_file(KEY.public).unlink()
    assert "没有日志密钥" in text(logged.visitor("王芳").get("/settings"))
    keeping = LogKeeping(logged.town.url, lambda: AT)
    keeping.problem = "日志停了"
    logged.app.extensions["log"] = keeping
    assert "日志停了" in text(logged.visitor("王芳").get("/settings"))
    keeping.database.dispose()


def test_settings_without_a_log_say_how_to_set_it_up(site):
    told = text(site.visitor("王芳").get("/settings"))
    assert "还没有设立日志" in told and "zhibu audit key" in told and not re.search(r"来源 \S+/", told)
