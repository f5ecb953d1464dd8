"""Every route against every role and organisation: who may look, who is sent to sign in, for whom it is not there."""

from collections.abc import Iterator

import pytest

from web.pages.guarding import public

from .conftest import TODAY

PUBLIC = {
    "static",
    "sign_in.form",
    "sign_in.sign_in",
    "sign_in.code",
    "sign_in.sign_out",
    "sign_in.speak",
    "calendar_feed.feed",  # named by a secret address
}
OF_AN_ELECTION = ("roll.", "counts.", "results.", "papers.")  # see test_election_roll
OF_A_CASE = (
    "cases.",
    "timeline.",
    "attached.",
    "steps.",
    "second.",
    "declining.",
    "erasing.",
    "supplying.",
    "whole_process.",
)
NOT_ITS_FIRST = ("attached.download", "declining.form", "erasing.proposed")  # a file or a proposal that is not there
OWN = {  # open to everybody signed in: what they show is what is in sight
    "home.home",
    "worklist.search",
    "worklist.month",
    "calendar_feed.settings",
    "own_account.show",
    "own_account.password",
    "own_account.second",
    "organisations.index",
    "people.index",
    "settings.index",
    "terms.index",
    "findings.index",
    "codes.index",
    "handbook.index",
    "handbook.edition",
    "handbook.article",
    "handbook.workflow",
    "handbook.step",
    "handbook.matrix",
    "handbook.gaps",
    "handbook.readings",
    "opening.new",
    "together.form",
    "audit_back_check.index",
    "imports.index",
    "imports.template",
    "ledgers.index",
    "ledgers.ledger",
    "ledgers.paper",
    "ledgers.spreadsheet",
    "ledgers.plan_number",
}
WITH_A_POST = {"audit_back_check.index", "imports.index"}
BY_RIGHT = {  # only for some, or only for what is one's own: tested where the page is
    "accounts.listed",
    "accounts.show",
    "founding.form",
    "handing_over.form",
    "imports.show",
    "imports.columns",
    "imports.findings",
    "audit_back_check.report",
    "audit_back_check.show",
    "audit_back_check.spreadsheet",
    "audit_events.index",
    "audit_journal.index",
    "audit_pack.index",
    "audit_pack.show",
    "audit_queries.index",
    "audit_queries.show",
}
OF_A_PLACE = {"organisations.show", "people.show", "people.kinship"}
FILLED = {
    "workflow": "membership",
    "step": "admit",
    "edition": "XZ26",
    "key": "13",
    "month": "2026-11",
    "stage": "activist",
    "secret": "none",
    "filename": "zhibu.css",
}
NUMBERS = {"number": 1, "position": 0}


def rules(app, method: str) -> Iterator:
    return (rule for rule in app.url_map.iter_rules() if method in rule.methods)


def address(site, rule, **known) -> str:
    values = {**FILLED, **NUMBERS, **known}
    used = {name: values.get(name, "none" if name == "name" else 1) for name in rule.arguments}
    with site.app.test_request_context():
        return site.app.url_for(rule.endpoint, **used)


@pytest.fixture
def case(site) -> int:
    return site.town.build("fill_form", "2026-10-20")


def test_public_views_are_those_of_the_list(site):
    found = {name for name, view in site.app.view_functions.items() if getattr(view, "is_public", False)}
    assert found == PUBLIC - {"static"}
    assert public(lambda: None).is_public


def test_every_route_is_in_one_of_the_lists(site):
    known = PUBLIC | OWN | BY_RIGHT | OF_A_PLACE
    listed = {rule.endpoint for rule in rules(site.app, "GET")}
    assert {name for name in listed - known if not name.startswith((*OF_A_CASE, *OF_AN_ELECTION))} == set()
    assert known - listed - {"sign_in.sign_in", "sign_in.code", "sign_in.sign_out", "sign_in.speak"} == set()


def test_whoever_is_not_signed_in_is_sent_to_the_door(site, case):
    for rule in rules(site.app, "GET"):
        if rule.endpoint not in PUBLIC:
            answer = site.visitor().get(address(site, rule, case_id=case))
            assert (answer.status_code, answer.headers["Location"][:9]) == (302, "/sign-in?"), rule


def test_whoever_is_not_signed_in_changes_nothing(site, case):
    before = site.town.ask("SELECT count(*) AS n FROM entry")
    for rule in rules(site.app, "POST"):
        if rule.endpoint not in PUBLIC:
            assert site.visitor().post(address(site, rule, case_id=case)).status_code in (302, 401), rule
    assert site.town.ask("SELECT count(*) AS n FROM entry") == before


ROLES = {  # who: (sees the case of the first branch)
    "王芳": True,  # secretary of the branch
    "冯涛": True,  # its organisation commissioner
    "吴强": True,  # organiser of the committee above
    "陈刚": True,  # staff of the department above that
    "郑洁": False,  # secretary of another branch
    "何静": False,  # secretary of a branch under the general branch
    "蒋文": False,  # secretary of the general branch beside it
    "赵强": False,  # a member without a post
    "何明": True,  # auditor of the committee
    "梁晨": True,  # audit administrator of the department
    "高远": True,  # security administrator of the department
    "林夏": True,  # system administrator of the department
    "许宁": False,  # auditor of another branch
}
MAY_ERASE = ("王芳", "冯涛", "吴强")  # of the branch, and of the committee above
APART = {
    "何明": ("auditor", "镇党委"),
    "梁晨": ("audit_administrator", "县委组织部"),
    "高远": ("security_administrator", "县委组织部"),
    "林夏": ("administrator", "县委组织部"),
    "许宁": ("auditor", "二支部"),
}


@pytest.fixture(autouse=True)
def apart(site) -> None:
    """Three administrators, and auditors, in the town."""
    for name, (post, place) in APART.items():
        site.town.person(name)
        site.town.change(site.town.post(name, post, place))


@pytest.mark.parametrize("name", ROLES)
def test_a_case_is_there_for_those_in_whose_organisation_it_is(site, case, name):
    visitor, sees = site.visitor(name), ROLES[name]
    for rule in rules(site.app, "GET"):
        if rule.endpoint.startswith(OF_A_CASE):
            wanted = {200} if sees and rule.endpoint not in NOT_ITS_FIRST else {404}
            if sees and rule.endpoint == "erasing.form" and name not in MAY_ERASE:
                wanted = {403}
            assert visitor.get(address(site, rule, case_id=case)).status_code in wanted, rule


@pytest.mark.parametrize("name", [name for name, sees in ROLES.items() if not sees])
def test_others_change_nothing_of_it(site, case, name):
    visitor, before = site.visitor(name), site.town.entries(case)
    form = {"seen": str(site.town.row(case)["version"]), "on": str(TODAY), "case": str(case), "sure": "yes"}
    for rule in rules(site.app, "POST"):
        if rule.endpoint.startswith((*OF_A_CASE, "together.")):
            assert visitor.post(address(site, rule, case_id=case), form).status_code == 404, rule
    assert site.town.entries(case) == before


@pytest.mark.parametrize("name", ROLES)
def test_what_is_for_everybody_opens_for_everybody(site, case, name):
    visitor = site.visitor(name)
    for rule in rules(site.app, "GET"):
        if rule.endpoint in OWN:
            answer = visitor.get(address(site, rule))
            wanted = 403 if name == "赵强" and rule.endpoint in WITH_A_POST else 200
            assert answer.status_code == wanted, rule
            if not ROLES[name]:
                assert b"\xe6\x9d\x8e\xe6\x98\x8e" not in answer.data, f"{rule} names the person of the case"


@pytest.mark.parametrize("name", ["王芳", "吴强", "赵强"])
def test_what_is_for_administrators_is_not_for_others(site, name):
    visitor = site.visitor(name)
    for rule in rules(site.app, "GET"):
        if rule.endpoint in BY_RIGHT:
            assert visitor.get(address(site, rule)).status_code in (403, 404), rule
