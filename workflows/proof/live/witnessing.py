"""Countersigning: a superior signs a subordinate's checkpoint only if it continues the last one it has seen of that log."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from models.log import Witnessed, last_witnessed
from workflows.engine.findings import N_

from ..checkpoints import Checkpoint, accepted
from ..errors import BadNote
from ..handing import Handed, continued
from ..keys import PublicKey, SecretKey
from ..notes import Note, cosign, read
from .tables import alone

FIRST = N_("第一次见到日志“%(origin)s”：请用 --key 给出对方的公钥，并通过别的途径（如电话）核对")
OTHER_KEY = N_(
    "日志“%(origin)s”上次用公钥 %(before)s 签名，这次给出的是 %(given)s：密钥已换，须先查明缘由，再加 --replaced"
)


def countersign(
    session: Session,
    handed: Handed,
    key: SecretKey,
    at: datetime,
    given: PublicKey | None = None,
    replaced: bool = False,
) -> Note:
    """The checkpoint with our countersignature; what was seen is kept. Raises BadNote or Unproven, and then nothing is kept.

    `given` is the log's public key: needed at the first time, remembered after; `replaced` lets another one take its place.
    """
    alone(session)
    origin = Checkpoint.read(handed.note.text).origin
    seen = last_witnessed(session, origin)
    trusted = _trusted(origin, seen, given, replaced)
    checkpoint, _ = accepted(handed.note, [trusted])
    before = Checkpoint.read(read(seen.note.encode()).text) if seen else None
    continued(handed, checkpoint, before)
    note = cosign(handed.note, key, int(at.timestamp()))
    row = {"origin": origin, "public_key": str(trusted), "size": checkpoint.size, "seen_at": at.isoformat()}
    session.execute(insert(Witnessed), {**row, "note": bytes(note).decode()})
    return note


def _trusted(origin: str, seen: Witnessed | None, given: PublicKey | None, replaced: bool) -> PublicKey:
    """The key the log must have signed with."""
    if seen is None:
        if given is None:
            raise BadNote(FIRST, origin=origin)
        return given
    if given is None or str(given) == seen.public_key:
        return PublicKey.read(seen.public_key)
    if not replaced:
        raise BadNote(OTHER_KEY, origin=origin, before=seen.public_key, given=str(given))
    return given
