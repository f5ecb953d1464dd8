"""What stands around a back-check, on its spreadsheet and its paper: which file, judged as of which day, when, by whom, the seal."""

from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import unquote

from web.seal import Seal

NOT_SEALED = "还没有签署日志检查点，本件不带核对用的短码"


class Cover(NamedTuple):
    """The name of the file, the day it was judged as of, the moment, whoever did it, and the seal: its sentence and picture."""

    file: str
    on: str
    at: str
    by: str
    sealed: str
    picture: str | None

    @classmethod
    def of(cls, file: str, on: date, at: datetime, by: str, seal: Seal | None) -> "Cover":
        """The cover under the newest checkpoint, where one was signed."""
        told = (file, on.isoformat(), at.strftime("%Y-%m-%d %H:%M"), by)
        if seal is None:
            return cls(*told, NOT_SEALED, None)
        waiting = f"；此后另有 {seal.waiting_said} 条等待下一个检查点" if seal.waiting else ""
        signed = f"全程纪实前 {seal.size} 条，{seal.made_at:%Y-%m-%d %H:%M} 签署{waiting}"
        return cls(*told, f"日志检查点 {seal.code}（{signed}）", unquote(seal.picture.partition(",")[2]))

    @property
    def lines(self) -> list[str]:
        """The lines under the title."""
        return [
            f"文件：{self.file}",
            f"按 {self.on} 有效的条文和已知的情况判断；{self.at} 由{self.by}出具。只作判断，没有登记任何内容。",
            self.sealed,
        ]


def read(held: Any) -> Cover:
    """The cover as it lies in a record."""
    return Cover(*held)
