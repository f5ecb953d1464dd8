"""The keys of a log and its checkpoints: set up once, signed on demand and every day, countersignatures kept."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.log import Countersignature, LogKey, SignedCheckpoint, key_in_force, newest_checkpoint
from workflows.engine.findings import N_
from workflows.office.event_seals import is_unsealed

from ..checkpoints import Checkpoint, accepted
from ..errors import BadNote
from ..handing import Handed
from ..hashing import Hash
from ..keys import COSIGNER, LOG, PublicKey, SecretKey
from ..notes import Note, Signature, read
from .integrating import check_end
from .tables import alone, keys_of, log_of, set_up

IS_SET_UP = N_("日志“%(origin)s”已经设立：更换密钥请用 --replace")
OTHER_NAME = N_("密钥的名称“%(name)s”与日志的来源“%(origin)s”不同：密钥须以来源命名")
NOT_OURS = N_("这里没有签过 %(size)s 项、树根相同的检查点：请核对文件是否属于本系统（来源“%(origin)s”）")
NOBODY_ELSE = N_("检查点上没有可信的副署：请用 --key 给出上级的副署公钥（上级运行 zhibu audit key 可得）")


def begin_log(session: Session, key: PublicKey, hash: Hash, at: datetime) -> None:
    """Sets the log up. Raises BadNote where there is one."""
    held = key_in_force(session)
    if held is not None:
        raise BadNote(IS_SET_UP, origin=held.origin)
    _keep(session, 1, key, hash.name, at)


def replace_key(session: Session, key: PublicKey, at: datetime) -> None:
    """The log signs with another key from now on. Raises BadNote for a key of another name."""
    held = set_up(session)
    if key.name != held.origin:
        raise BadNote(OTHER_NAME, name=key.name, origin=held.origin)
    _keep(session, held.id + 1, key, held.hash, at)


def _keep(session: Session, number: int, key: PublicKey, hash: str, at: datetime) -> None:
    row = {"id": number, "origin": key.name, "hash": hash, "public_key": str(key), "made_at": at.isoformat()}
    session.execute(insert(LogKey), row)


def sign(session: Session, key: SecretKey, at: datetime) -> SignedCheckpoint:
    """The checkpoint of the log as it is; the newest one again where nothing came since. Raises BadLog."""
    alone(session)
    log, held = log_of(session), newest_checkpoint(session)
    check_end(session, log)
    note = bytes(Checkpoint.of(key.name, log).signed(key)).decode()
    if held is None or held.note != note:
        row = {"size": log.size, "note": note, "made_at": at.isoformat()}
        session.execute(insert(SignedCheckpoint), row)
        held = newest_checkpoint(session)
    assert held is not None
    return held


def is_due(session: Session, at: datetime) -> bool:
    """Whether today's checkpoint is still to be signed: the last one is of another day, and since then entries came into the
    log, or events that are to be sealed."""
    log, held = log_of(session), newest_checkpoint(session)
    if held is None:
        return log.size > 0
    if datetime.fromisoformat(held.made_at).astimezone(at.tzinfo).date() == at.date():
        return False
    return log.size > held.size or is_unsealed(session)


def handed(session: Session, since: int | None = None) -> Handed:
    """The newest checkpoint with the proof from an older one; by default from the last that was countersigned."""
    newest = newest_checkpoint(session)
    assert newest is not None, "sign first"
    return Handed.of(log_of(session), noted(session, newest), countersigned_size(session) if since is None else since)


def countersigned_size(session: Session) -> int:
    """How many entries the newest countersigned checkpoint covers; 0 where none was countersigned."""
    rows = select(SignedCheckpoint.size).join(Countersignature)
    return session.scalar(rows.order_by(SignedCheckpoint.id.desc()).limit(1)) or 0


def noted(session: Session, held: SignedCheckpoint) -> Note:
    """A checkpoint as a note with every countersignature that was kept."""
    rows = select(Countersignature.line).where(Countersignature.checkpoint_id == held.id)
    lines = session.scalars(rows.order_by(Countersignature.accepted_at, Countersignature.public_key))
    return read((held.note + "".join(lines)).encode())


def accept(session: Session, note: Note, given: list[PublicKey], at: datetime) -> list[Signature]:
    """Keeps the countersignatures of `given` keys, and of those accepted before, under our checkpoint. Raises BadNote."""
    known = map(PublicKey.read, session.scalars(select(Countersignature.public_key).distinct()))
    keys = {str(key): key for key in (*given, *known)}
    checkpoint, signatures = accepted(note, [*keys_of(session), *keys.values()])
    held = _ours(session, note, checkpoint)
    names = {(key.name, key.id): text for text, key in keys.items() if key.kind == COSIGNER}
    theirs = [each for each in signatures if (each.name, each.id) in names]
    if not theirs:
        raise BadNote(NOBODY_ELSE)
    before = set(session.scalars(select(Countersignature.public_key).where(Countersignature.checkpoint_id == held.id)))
    for each in theirs:
        text = names[each.name, each.id]
        if text not in before:
            row = {"checkpoint_id": held.id, "public_key": text, "line": str(each), "accepted_at": at.isoformat()}
            session.execute(insert(Countersignature), row)
    return theirs


def _ours(session: Session, note: Note, checkpoint: Checkpoint) -> SignedCheckpoint:
    """The checkpoint of this log that a note repeats."""
    rows = select(SignedCheckpoint).where(SignedCheckpoint.size == checkpoint.size).order_by(SignedCheckpoint.id.desc())
    found = next((each for each in session.scalars(rows) if read(each.note.encode()).text == note.text), None)
    if found is None:
        raise BadNote(NOT_OURS, size=checkpoint.size, origin=set_up(session).origin)
    return found


def cosigner(key: SecretKey) -> SecretKey:
    """The key this installation countersigns others with: the log's own, of the other kind, so that neither passes for the other."""
    assert key.kind == LOG
    return SecretKey(key.name, COSIGNER, key.secret)
