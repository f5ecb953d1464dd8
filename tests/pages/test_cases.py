"""The page of a case: what it shows, to whom; taking a step with a look first; refusals, stale pages, forms kept."""

import re

import pytest

from .conftest import TODAY

ADMIT = {
    "due": "10",
    "present": "9",
    "in_favour": "8",
    "against": "1",
    "abstain": "0",
    "secret_ballot": "yes",
    "one_by_one": "yes",
}

HEADS = re.compile(r'id="n(\d+)">\s*<h2>(.*?)</h2>', re.S)


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def seen(site, case: int) -> str:
    return str(site.town.row(case)["version"])


@pytest.fixture
def case(site) -> int:
    """A case whose form was filled in a while ago."""
    return site.town.build("fill_form", "2026-10-20")


def post(site, case, step, by="王芳", **values):
    visitor = by if not isinstance(by, str) else site.visitor(by)
    return visitor.post(f"/membership/{case}/{step}", {"seen": seen(site, case), **values})


def test_the_page_shows_every_rung_with_what_it_is(site, case):
    page = text(site.visitor("王芳").get(f"/membership/{case}"))
    assert page.index("入党申请人") < page.index("列为发展对象") < page.index("材料归档")
    assert "支部大会讨论接收预备党员 现在可办" in page
    assert "上级党委派人谈话 现在不能办" in page
    assert "“支部大会讨论接收预备党员”尚未办理" in page
    assert "材料归档 尚未到这一步" in page


def test_another_branchs_case_is_not_there(site, case):
    visitor = site.visitor("郑洁")
    for address in ("", "/admit", "/journal", "/correct/1", "/allow"):
        assert visitor.get(f"/membership/{case}{address}").status_code == 404
    assert post(site, case, "admit", by=visitor, on=str(TODAY), **ADMIT).status_code == 404
    assert site.visitor("吴强").get(f"/membership/{case}").status_code == 200


@pytest.mark.parametrize(
    "address", ["/membership/999", "/membership/99999999999999999999", "/nothing/1", "/office/999"]
)
def test_what_is_not_there_is_404(site, address):
    assert site.visitor("王芳").get(address).status_code == 404


def test_a_step_is_looked_at_before_it_stands(site, case):
    before = site.town.entries(case)
    looked = post(site, case, "admit", on="2026-11-02", **ADMIT)
    assert looked.status_code == 200 and "尚未办理" in text(looked) and "表决通过" in text(looked)
    assert site.town.entries(case) == before
    taken = post(site, case, "admit", on="2026-11-02", sure="yes", **ADMIT)
    assert (taken.status_code, taken.headers["Location"]) == (303, f"/membership/{case}")
    assert site.town.entries(case)[-1].outcome == "carried"
    site.town.sound(case)


def test_days_are_read_as_people_write_them(site, case):
    assert "2026-11-02" in text(post(site, case, "admit", on="２０２６年11月2日", **ADMIT))


def test_a_refusal_lists_every_reason_is_kept_and_keeps_what_was_typed(site, case):
    answer = post(site, case, "admit", on="2026-11-02", **{**ADMIT, "present": "5", "in_favour": "5", "against": "0"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "不能办理“支部大会讨论接收预备党员”" in page
    assert re.search(r'name="present" value="5"', page)
    entry = site.town.entries(case)[-1]
    assert entry.kind == "refusal" and f"全程纪实第 {entry.number} 条" in page


def test_wrong_fields_are_marked_and_everything_is_kept(site, case):
    answer = post(site, case, "admit", on="2026-02-30", **{**ADMIT, "present": "十", "against": "<b>3</b>"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "日历上没有这一天" in page and page.count('aria-invalid="true"') == 3
    assert 'value="2026-02-30"' in page and 'value="十"' in page and "&lt;b&gt;3&lt;/b&gt;" in page
    assert site.town.entries(case)[-1].kind != "refusal"


def test_counts_that_contradict_each_other_name_both(site, case):
    answer = post(site, case, "admit", on="2026-11-02", **{**ADMIT, "present": "11"})
    assert answer.status_code == 422 and "实到 11 人多于应到 10 人" in answer.get_data(as_text=True)


def test_a_stale_page_takes_nothing(site, case):
    old = seen(site, case)
    site.town.take(case, "admit", "2026-11-01", **{k: int(v) if v.isdecimal() else True for k, v in ADMIT.items()})
    answer = site.visitor("王芳").post(
        f"/membership/{case}/admit", {"seen": old, "on": "2026-11-02", "sure": "yes", **ADMIT}
    )
    assert answer.status_code == 409 and "案件已被他人更新" in answer.get_data(as_text=True)


def test_a_double_click_records_once(site, case):
    form, visitor = {"seen": seen(site, case), "on": "2026-11-02", "sure": "yes", **ADMIT}, site.visitor("王芳")
    assert visitor.post(f"/membership/{case}/admit", form).status_code == 303
    assert visitor.post(f"/membership/{case}/admit", form).status_code == 409
    assert sum(entry.step == "admit" for entry in site.town.entries(case)) == 1


@pytest.mark.parametrize(
    "change, status",
    [({"strange": "1"}, 422), ({"seen": "x"}, 422), ({"present": None}, 422), ({"seen": "-1"}, 409)],
)
def test_fields_missing_or_added(site, case, change, status):
    form = {"seen": seen(site, case), "on": "2026-11-02", "sure": "yes", **ADMIT, **change}
    form = {name: value for name, value in form.items() if value is not None}
    assert site.visitor("王芳").post(f"/membership/{case}/admit", form).status_code == status
    assert site.town.entries(case)[-1].step != "admit"


def test_without_the_office_nothing_is_recorded_but_the_refusal(site, case):
    count = len(site.town.entries(case))
    looked = post(site, case, "admit", by="吴强", on="2026-11-02", **ADMIT)
    assert looked.status_code == 403 and len(site.town.entries(case)) == count  # only looked
    answer = post(site, case, "admit", by="吴强", on="2026-11-02", sure="yes", **ADMIT)
    assert answer.status_code == 403 and site.town.entries(case)[-1].kind == "refusal"


def test_people_are_chosen_and_known(site):
    case = site.town.build("list_prospective", "2026-10-20")
    people = {name: str(site.town.people[name]) for name in ("赵强", "周敏", "李明")}
    visitor = site.visitor("王芳")
    page = visitor.get(f"/membership/{case}/name_sponsors").get_data(as_text=True)
    assert "赵强（正式党员）" in page and f'value="{people["李明"]}"' not in page
    form = {"on": "2026-10-25", "sponsors.0.person": people["赵强"], "sponsors.1.person": people["周敏"]}
    more = post(site, case, "name_sponsors", by=visitor, more="sponsors", **form).get_data(as_text=True)
    assert "sponsors.2.person" in more and f'value="{people["赵强"]}" selected' in more
    assert post(site, case, "name_sponsors", by=visitor, sure="yes", **form).status_code == 303
    assert site.town.entries(case)[-1].step == "name_sponsors"
    twice = {**form, "sponsors.1.person": people["赵强"]}
    assert "同一人两次" in post(site, case, "name_sponsors", by=visitor, **twice).get_data(as_text=True)
    foreign = {**form, "sponsors.1.person": "99999"}
    assert "人员不存在" in post(site, case, "name_sponsors", by=visitor, **foreign).get_data(as_text=True)


def test_a_late_act_is_confirmed_when_it_breaks_others(site, case):
    answer = post(site, case, "review_activist", on="2026-10-01", opinion="补录的考察意见", sure="yes")
    assert answer.status_code == 303
    assert site.town.entries(case)[-1].act_on == "2026-10-01"


def test_the_journal_shows_refusals_and_texts(site, case):
    post(site, case, "admit", by="吴强", on="2026-11-02", sure="yes", **ADMIT)
    page = text(site.visitor("王芳").get(f"/membership/{case}/journal"))
    assert "不予办理" in page and "案件没有变化" in page and "由支部党员大会办理，当前职务不能登记" in page


def test_an_english_page(site, case):
    visitor = site.visitor("王芳")
    visitor.post("/speak", {"language": "en", "next": "/password"})
    assert "probationary" in text(visitor.get(f"/membership/{case}"))


def test_a_correction_takes_two_persons(site, case):
    number = next(entry.number for entry in site.town.entries(case) if entry.step == "talk")
    visitor, address = site.visitor("王芳"), f"/membership/{case}/correct/{number}"
    page = visitor.get(address).get_data(as_text=True)
    on = re.search(r'name="on" value="([^"]+)"', page)[1]
    form = {"seen": seen(site, case), "on": on, "what": "correct", "reason": "登记有误"}
    chosen = {"talkers.0.person": str(site.town.people["赵强"])}
    assert visitor.post(address, {**form, **chosen}).status_code == 303
    proposal = site.town.entries(case)[-1]
    assert proposal.kind == "proposal" and "等待另一人确认" in text(visitor.get(f"/membership/{case}"))
    own = visitor.post(f"/membership/{case}/confirm/{proposal.number}", {"seen": seen(site, case)})
    assert own.status_code == 403
    other = site.visitor("孙丽")
    assert other.post(f"/membership/{case}/confirm/{proposal.number}", {"seen": seen(site, case)}).status_code == 303
    assert site.town.entries(case)[-1].kind == "correction"
    assert "赵强" in visitor.get(address).get_data(as_text=True)
    site.town.sound(case)


@pytest.mark.parametrize(
    ("upto", "following"),
    [
        ("propose_prospective", r"接下来 上级党委同意 也可以办 培养教育考察"),
        (
            "assign_contacts",
            r"接下来 支部委员会讨论拟列发展对象 · 最早 2027-05-08（星期六） 也可以办 培养教育考察 · 最迟 2027-05-02",
        ),
    ],
)
def test_what_leads_on_comes_before_what_the_case_goes_on_without(site, upto, following):
    made = site.town.build(upto, "2026-05-20", given={})
    looked = text(post(site, made, "review_activist", on="2026-11-02", opinion="表现良好。"))
    assert following in looked


def test_a_repeating_step_that_others_wait_for_leads_on(site):
    made = site.town.build("file_activist", "2026-05-20", given={})
    chosen = {f"contacts.{n}.person": str(site.town.people[who]) for n, who in enumerate(("孙丽", "赵强"))}
    looked = text(post(site, made, "assign_contacts", on="2026-11-02", **chosen))
    assert "接下来 培养教育考察" in looked and "也可以办" not in looked


def test_a_period_shows_both_its_days(site):
    made = site.town.build("list_prospective", "2026-06-20")
    page = text(site.visitor("王芳").get(f"/membership/{made}"))
    assert "2026-06-02（星期二） 至 2026-06-09（星期二） · 公示无碍" in page
    assert "2026-06-20（星期六） · 已办理" in page
    sheet = text(site.visitor("王芳").get(f"/membership/{made}/sheet"))
    assert "2026-06-02 至 2026-06-09" in sheet and "2026-06-20 至" not in sheet


def test_who_corrects_what_a_superior_recorded_is_said_once(site):
    case = site.town.build("approve_admission", "2026-10-20")
    said = "上级办理的步骤由上级提出更正。"
    assert text(site.visitor("王芳").get(f"/membership/{case}")).count(said) == 1
    assert said not in text(site.visitor("王芳").get(f"/membership/{site.town.open('2026-06-01').case_id}"))


def test_where_two_offices_may_record_either_is_enough(site):
    case = site.town.build("approve_admission", "2026-10-20")
    visitor = site.visitor("王芳")
    assert "任一方登记即可" in text(visitor.get(f"/membership/{case}/take_oath"))
    assert "任一方登记即可" not in text(visitor.get(f"/membership/{case}/assign_group"))


def test_the_head_of_a_correction_does_not_say_it_twice(site):
    town = site.town
    case = town.open("2026-06-01").case_id
    number = town.take(case, "talk", "2026-06-20", talkers=[{"name": "周敏"}]).number
    form = {"on": "2026-06-21", "talkers": [{"name": "周敏"}]}
    proposal = town.propose(case, "correct", "王芳", "2026-07-01", entry=number, form=form, reason="抄错了。")
    confirmed = town.confirm(case, proposal.number, "孙丽", "2026-07-02").number
    page = site.visitor("王芳").get(f"/membership/{case}/journal").get_data(as_text=True)
    head = {number: " ".join(each.split()) for number, each in HEADS.findall(page)}
    assert (head[str(confirmed)], head[str(proposal.number)]) == (
        f"第 {confirmed} 条 更正",
        f'第 {proposal.number} 条 更正 <span class="kind">提议</span>',
    )
