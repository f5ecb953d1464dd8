"""The verifier as a command, alone in a folder, with nothing but the standard library."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from workflows.engine.journal import HASHED
from workflows.proof import exports, verifier

from .changes import CHANGED, ERASED, NO_MANIFEST, THIRD, shorter
from .sample import KEY, OTHER_KEY, WITNESS, files

SOURCE = Path(verifier.__file__)


def test_it_stands_alone():
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    names = {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    names |= {
        node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level
    }
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level]
    assert names <= sys.stdlib_module_names
    assert len(SOURCE.read_text(encoding="utf-8").splitlines()) <= 400


def test_it_knows_the_format_as_it_is_made():
    assert tuple(verifier.HASHED) == HASHED
    assert verifier.FORMAT == exports.FORMAT


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """A folder with an export, and the one file beside it."""
    shutil.copy(SOURCE, tmp_path / "verify.py")
    for name, content in files(since=0).items():
        path = tmp_path / "export" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path


def run(alone: Path, *given: str) -> tuple[int, str]:
    """Isolated: nothing but the standard library can be imported."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", "verify.py", "export", *given],
        cwd=alone,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return done.returncode, done.stdout + done.stderr


def test_the_command_says_yes(alone):
    (alone / "key.txt").write_text(f"{KEY.public}\n", encoding="utf-8")
    (alone / "11.note").write_bytes(shorter(11))
    code, said = run(alone, "--key", "key.txt", "--key", str(WITNESS.public), "--against", "11.note")
    assert code == 0
    assert said.splitlines() == [
        "     0 处不符  清单（5）",
        "     0 处不符  检查点（2）",
        "     0 处不符  日志（21）",
        "     0 处不符  记录（21）",
        "     0 处不符  案件链（3）",
        "     0 处不符  原文附件（4）",
        f"说明：{ERASED}",
        "结论：全部符合",
    ]


def test_the_command_says_what_is_wrong(alone):
    path = alone / "export" / "entries.jsonl"
    path.write_bytes(path.read_bytes().replace(b"2026-06-03T10", b"2026-06-03T11"))
    (alone / "11.note").write_bytes(shorter(11, OTHER_KEY))
    code, said = run(alone, "--key", str(KEY.public), "--against", "11.note")
    assert code == 1
    assert f"不符：{THIRD}{CHANGED}" in said.splitlines()
    assert "不符：11.note：没有这一日志的可信密钥的签名" in said.splitlines()
    assert said.splitlines()[-1].startswith("结论：有 ")


@pytest.mark.parametrize(
    "given, told",
    [
        (["--key", "nonsense"], "无法核对：公钥的写法不对，或编号与内容不符"),
        (["--against", "missing.note"], "无法核对："),
        (["--nonsense"], "--nonsense"),
    ],
)
def test_the_command_cannot_judge(alone, given, told):
    code, said = run(alone, *given)
    assert code == 2 and told in said


def test_the_command_without_an_export(alone):
    shutil.rmtree(alone / "export")
    assert run(alone) == (2, f"无法核对：{NO_MANIFEST}\n")
