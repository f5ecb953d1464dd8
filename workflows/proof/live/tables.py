"""The log of an installation as its tables hold it: tiles to read and extend, and the tree over them."""

from functools import lru_cache

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from models.log import LogKey, Tile, key_in_force, last_leaf
from workflows.engine.findings import N_

from ..errors import BadLog
from ..hashing import HASHES
from ..keys import PublicKey
from ..tiles import Log

KEPT = 64
"""So many tiles, 8 KB each, are kept by who reads them over and over."""
LOCK = 0x6C6F67  # any number that nobody else takes
NO_LOG = N_("还没有设立日志：请在服务器上运行 zhibu audit key，生成密钥并选定散列算法")


class Tiles:
    """The tiles of the database, read and extended in one transaction."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def read(self, level: int, index: int) -> bytes:
        """The hashes of a tile; empty where there is none."""
        held = self.session.scalar(select(Tile.hashes).where(Tile.level == level, Tile.index == index))
        return bytes(held) if held is not None else b""

    def write(self, level: int, index: int, tile: bytes) -> None:
        """Keeps a tile in place of a shorter one; the database refuses one that does not continue it."""
        place = {"level": level, "index": index}
        grown = update(Tile).where(Tile.level == level, Tile.index == index).values(hashes=tile)
        if not self.session.connection().execute(grown).rowcount:
            self.session.execute(insert(Tile), {**place, "hashes": tile})


class TilesKept(Tiles):
    """The same for somebody who only reads: the tiles read last are kept."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._read = lru_cache(KEPT)(super().read)

    def read(self, level: int, index: int) -> bytes:
        """As it was when it was first read."""
        return self._read(level, index)


def set_up(session: Session) -> LogKey:
    """The log's name, hash and key. Raises BadLog where none was set up."""
    found = key_in_force(session)
    if found is None:
        raise BadLog(NO_LOG)
    return found


def log_of(session: Session, tiles: type[Tiles] = Tiles) -> Log:
    """The log as it is, over its `tiles`. Raises BadLog where none was set up."""
    last = last_leaf(session)
    return Log(HASHES[set_up(session).hash], tiles(session), last.position + 1 if last else 0)


def keys_of(session: Session) -> list[PublicKey]:
    """Every key the log ever signed with, the newest last. Raises BadLog where none was set up."""
    set_up(session)
    return [PublicKey.read(each) for each in session.scalars(select(LogKey.public_key).order_by(LogKey.id))]


def alone(session: Session) -> None:
    """Waits for whoever else extends the log or countersigns; on SQLite a writer is alone anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(LOCK)))
