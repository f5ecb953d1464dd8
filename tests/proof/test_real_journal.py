"""The journal as the product writes it, on each database: logged, exported and verified; then changed behind its back."""

from dataclasses import replace

import pytest

from tests.live.conftest import town  # noqa: F401 (a fixture)
from workflows.engine.errors import Refused
from workflows.engine.journal import Text
from workflows.membership.sample import FACTS
from workflows.proof.checkpoints import Checkpoint, departures
from workflows.proof.exports import Export, Exported
from workflows.proof.tiles import Log

from .sample import KEY, MADE_AT, ORIGIN, checkpoint, logged, verified, wrong


def exported_from(town, *cases: int) -> list[Exported]:  # noqa: F811
    """Every entry of these cases, one case after the other, with its texts."""
    rows = [(row, town.texts(row.id)) for case in cases for row in town.entries(case)]
    return [
        Exported(
            index, row._asdict(), [Text(field, bytes(each["salt"]), each["text"]) for field, each in texts.items()]
        )
        for index, (row, texts) in enumerate(rows)
    ]


@pytest.fixture
def cases(town) -> tuple[int, int]:  # noqa: F811
    """Acts with names, a free text and a refusal; and a second case."""
    first = town.open("2025-01-06").case_id
    town.take(first, "talk", "2025-01-20", talkers=["赵强", "欧阳·买买提"])
    town.take(first, "decide_activist", "2025-03-01", recommended_by=["members"])
    with pytest.raises(Refused):
        town.take(first, "propose_prospective", "2025-09-01", **FACTS["propose_prospective"])
    second = town.open("2025-02-06").case_id
    town.take(second, "talk", "2025-02-20", talkers=["周敏"])
    return first, second


def export(entries: list[Exported], tree: Log, older: Checkpoint | None = None):
    since = older and older.signed(KEY)
    return Export(tree, checkpoint(tree), entries, MADE_AT, since).files(KEY)


def test_the_journal_as_it_was_written_verifies(town, cases):  # noqa: F811
    entries = exported_from(town, *cases)
    found = verified(export(entries, logged(entries)))
    assert wrong(found) == []
    assert found.counts["entry"] == len(entries) == 6
    assert found.counts["text"] >= 3


def test_a_journal_rewritten_behind_its_back_departs_from_its_checkpoint(town, cases):  # noqa: F811
    entries = exported_from(town, *cases)
    tree = logged(entries)
    older = Checkpoint.of(ORIGIN, tree)
    changed = [*entries[:1], replace(entries[1], row={**entries[1].row, "act_on": "2025-01-19"}), *entries[2:]]
    assert "案件 1 第 2 条（日志序号 1）与检查点不符：内容或位置已变" in wrong(verified(export(changed, tree)))
    (found,) = departures(ORIGIN, logged(entries[:-1]), [older])
    assert (found.kind, found.begin, found.end) == ("cut", 5, 6)
