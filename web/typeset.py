"""Sets a paper as PDF/A: a template of the tree, the content as JSON beside it, the Chinese fonts of the machine.

Every paper is set by a process of its own: the setter keeps what it has laid out, and would grow with each paper.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

from workflows.engine.findings import N_

FAMILIES = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "FandolSong",
    "SimSun",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
)
"""Families that hold Chinese letters, the best for printing first."""
ROOT = Path(__file__).parents[1]
NO_FONT = N_("本机没有能排印中文的字体，不能生成 PDF：请管理员安装字体（软件包 fonts-noto-cjk），然后重试")


class NoFont(Exception):
    """The machine has no font for Chinese."""

    def __str__(self) -> str:
        return NO_FONT


@cache
def chinese_fonts() -> tuple[str, ...]:
    """Those of FAMILIES that are installed."""
    installed = set(typst.Fonts(include_embedded_fonts=False).families())
    return tuple(family for family in FAMILIES if family in installed)


def typeset(template: Path, content: Mapping[str, Any]) -> bytes:
    """The PDF. What is in `content` stays text: none of it is read as markup. Raises NoFont."""
    fonts = chinese_fonts()
    if not fonts:
        raise NoFont
    told = json.dumps({**content, "fonts": fonts}, ensure_ascii=False)
    command = [sys.executable, "-X", "utf8", "-m", __name__, str(template)]
    return subprocess.run(command, input=told.encode(), cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout


def compiled(template: Path, told: str) -> bytes:
    """The PDF, set in this process."""
    options: dict[str, Any] = {"pdf_standards": ["a-2b"], "pdf_tags": False}
    return typst.compile(template.read_bytes(), sys_inputs={"content": told}, **options)


if __name__ == "__main__":
    sys.stdout.buffer.write(compiled(Path(sys.argv[1]), sys.stdin.read()))
