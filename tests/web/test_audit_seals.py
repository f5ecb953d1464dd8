"""Seals of events by the commands of an installation as `zhibu init` makes it: signed over, proved, exported, verified."""

import json
import subprocess
import sys

import pytest

from models.databases import Database
from models.journal import Entry
from models.log import Leaf, SignedCheckpoint
from tests.live.breaking import break_in
from web.commands.opened import now
from workflows.office.events import EVERYTHING, Happened, record

from .test_audit_command import Installation
from .test_commands import run

YEARS = ("--from", "2026-01-01", "--to", "2199-12-31")


@pytest.fixture
def town(database) -> Installation:
    return Installation(database.owner_url, "示例乡党委", "--app-role", "zhibu_app")


def somebody_came(town) -> None:
    database = Database(town.url)
    with database.work() as work:
        record(work.session, Happened(EVERYTHING, "signed_in"), now())
        work.commit()
    database.dispose()


def seals(town) -> list[Entry]:
    return [entry for entry in town.rows(Entry) if entry.step == "seal_events"]


def test_a_checkpoint_is_signed_over_a_seal_where_something_happened(town):
    town.audit("checkpoint")
    (seal,) = seals(town)  # the first administrators were given their posts
    (held,) = town.rows(SignedCheckpoint)
    assert [leaf.position < held.size for leaf in town.rows(Leaf) if leaf.entry_id == seal.id] == [True]
    town.audit("checkpoint")
    assert (len(seals(town)), len(town.rows(SignedCheckpoint))) == (1, 1)
    somebody_came(town)
    town.audit("checkpoint")
    assert [each.size for each in town.rows(SignedCheckpoint)] == [held.size, held.size + 1]
    assert json.loads(bytes(seals(town)[1].facts))["facts"]["count"] == 1


def test_verify_seals_nothing_and_tells_what_is_not_sealed(town):
    assert "最近 6 条事件还没有封存" in town.audit("verify").stderr
    town.audit("checkpoint")
    assert "封存" not in town.audit("verify").output
    somebody_came(town)
    assert "最近 1 条事件还没有封存" in town.audit("verify").stderr
    assert len(seals(town)) == 1


def test_what_was_cut_from_the_end_is_found(town):
    somebody_came(town)
    town.audit("checkpoint")
    break_in(town.url, "DELETE FROM event WHERE stream = 'installation'")
    found = town.audit("verify", "--json", code=1).stdout.splitlines()
    assert [json.loads(line)["section"] for line in found] == ["event"]
    assert "只剩 6 条：已被删去，编号 7" in found[0]


def test_a_seal_is_an_entry_like_others_for_proofs_exports_and_rebuild(town, tmp_path):
    somebody_came(town)
    folder = tmp_path / "export"
    town.audit("export", str(folder), "--org", "示例乡党委", *YEARS)
    (seal,) = seals(town)
    verified = subprocess.run([sys.executable, "-I", "-S", "verify.py"], cwd=folder, capture_output=True, text=True)
    assert verified.returncode == 0, verified.stdout
    assert "事件封存" in (folder / "index.html").read_text(encoding="utf-8")
    proof = str(tmp_path / "proof")
    said = town.audit("prove", str(seal.case_id), str(seal.number), "--out", proof).output
    assert f"第 {seal.number} 条" in said
    assert "0 个不一致" in run("rebuild", "--check", "--database", town.url).output


def test_the_journal_shows_it_in_words(town):
    town.audit("checkpoint")
    (seal,) = seals(town)
    shown = run("journal", "show", str(seal.case_id), "--database", town.url).output
    told = shown.partition("事件封存")[2]
    assert "登记人：系统  登记于" in told and "封存的事件：6" in told
    assert "登记人：系统初始化" in shown.partition("事件封存")[0]
