"""The inclusion proof of one entry in the newest checkpoint."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.journal import Entry
from models.log import Leaf, newest_checkpoint
from workflows.engine.errors import NotFound
from workflows.engine.findings import N_
from workflows.engine.journal import HASHED, sealed

from ..errors import BadLog
from ..inclusion import Proof
from .keeping import noted
from .tables import log_of

NO_ENTRY = N_("案件 %(case)s 没有第 %(number)s 条")
NO_CASE = N_("没有案件 %(case)s，或者它没有记录")
NOT_COVERED = N_("案件 %(case)s 第 %(number)s 条还不在任何检查点之内：请先运行 zhibu audit checkpoint")


def proof_of(session: Session, case: int, number: int | None = None) -> Proof:
    """The proof of an entry, by default of the case's newest, whose chain holds all before it. Raises NotFound or BadLog."""
    rows = select(Entry).where(Entry.case_id == case).order_by(Entry.number.desc()).limit(1)
    entry = session.scalars(rows.where(Entry.number == number) if number else rows).first()
    if entry is None:
        raise NotFound(NO_ENTRY if number else NO_CASE, case=case, number=number)
    position = session.scalar(select(Leaf.position).where(Leaf.entry_id == entry.id))
    signed = newest_checkpoint(session)
    if signed is None or position is None or position >= signed.size:
        raise BadLog(NOT_COVERED, case=case, number=entry.number)
    path = log_of(session).inclusion(position, signed.size)
    row = {name: getattr(entry, name) for name in HASHED}
    return Proof(sealed(row), position, path, noted(session, signed))
