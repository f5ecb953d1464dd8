"""Runs beside the requests: one at a time of a kind, known to every process on the folder, given back when a process ends."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from web.daily import FOLDERS, sweep
from web.runs import kept
from web.runs.beside import RUNNING, TURN, Work, begin, runs
from web.runs.kept import RECORD, Kept
from web.runs.locks import held, is_held
from workflows.engine.errors import NotFound
from workflows.engine.findings import N_

AT = datetime(2026, 11, 2, 10)
HOLDING = """
import sys, time
from pathlib import Path
from web.runs.locks import held
lock = held(Path(sys.argv[1]))
print("held" if lock else "not held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def run(tmp_path) -> Kept:
    return made(tmp_path)


def made(root: Path, account: int = 1) -> Kept:
    return kept.made(root, Kept, account, "样本", AT)


def work(do: Callable[[Kept], None]) -> Work[Kept]:
    return Work("sample", do, ("ready",), N_("没有完成"))


def done(run: Kept) -> None:
    run.keep(ready=True)


def ended(run: Kept) -> Kept:
    """The run once it has ended, as its record says."""
    until = time.monotonic() + 30
    while runs(run):
        assert time.monotonic() < until
        time.sleep(0.005)
    run.look_again()
    return run


class Elsewhere:
    """Another process that holds a lock."""

    def __init__(self, path: Path) -> None:
        self.process = subprocess.Popen([sys.executable, "-c", HOLDING, str(path)], stdout=subprocess.PIPE, text=True)
        self.said = self.process.stdout.readline().strip()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def test_what_another_process_runs_is_known_here_and_not_begun_again(run):
    other = Elsewhere(run.folder / RUNNING)
    assert other.said == "held" and runs(run)
    assert begin(run, work(done)) is None
    other.end()
    assert not runs(run) and begin(run, work(done)) is not None
    assert ended(run).record["ready"]


def test_what_runs_here_is_known_to_another_process(run):
    going = Event()
    begin(run, work(lambda kept: going.wait(30)))
    other = Elsewhere(run.folder / RUNNING)
    assert other.said == "not held" and runs(run)
    other.end()
    going.set()
    ended(run)


def test_one_at_a_time_in_every_process(tmp_path):
    other, (first, second) = Elsewhere(tmp_path / TURN), (made(tmp_path), made(tmp_path))
    order: list[str] = []
    begin(first, work(lambda kept: order.append(kept.name)))
    assert runs(first) and order == []
    other.end()
    ended(first)
    begin(second, work(lambda kept: order.append(kept.name)))
    ended(second)
    assert order == [first.name, second.name]


def test_a_second_one_waits_for_the_first(tmp_path):
    first, second, going, order = made(tmp_path), made(tmp_path), Event(), []
    begin(first, work(lambda kept: (going.wait(30), order.append("first"))))
    while not is_held(tmp_path / TURN):
        time.sleep(0.005)
    begin(second, work(lambda kept: order.append("second")))
    assert runs(first) and runs(second)
    going.set()
    ended(first), ended(second)
    assert order == ["first", "second"]


@pytest.mark.parametrize("part", ["ready", "wrong"])
def test_what_is_over_is_not_begun_again_though_this_process_read_it_before(run, part):
    before = Kept(run.folder, dict(run.record))
    run.keep(**{part: "x"})
    assert begin(before, work(done)) is None and not runs(before)
    assert before.record[part] == "x"


def test_what_cannot_be_done_is_kept_with_its_facts_and_a_defect_is_logged(tmp_path, caplog):
    def fails(kept):
        raise NotFound(N_("没有第 %(number)s 件"), number=7)

    told, defect = made(tmp_path), made(tmp_path)
    begin(told, work(fails))
    assert ended(told).record["wrong"] == {"id": "没有第 %(number)s 件", "facts": {"number": 7}} and caplog.text == ""
    begin(defect, work(lambda kept: 1 // 0))
    assert ended(defect).record["wrong"] == "没有完成" and "ZeroDivisionError" in caplog.text


def test_a_lock_is_tried_again_and_given_back(tmp_path):
    path = tmp_path / "lock"
    assert not is_held(path) and not path.exists()
    with held(path):
        assert is_held(path) and held(path, 2) is None
    assert path.exists() and not is_held(path)


@pytest.mark.parametrize(("seconds", "left"), [(0, 1), (1, 0)])
def test_it_is_kept_for_a_day(tmp_path, seconds, left):
    run, at = made(tmp_path), AT + timedelta(days=1, seconds=seconds)
    assert (kept.found(tmp_path, Kept, run.name, 1, at) is not None) is bool(left)
    assert len(kept.listed(tmp_path, Kept, 1, at)) == left
    kept.sweep(tmp_path, at)
    assert run.folder.exists() is bool(left)


def test_only_its_account_finds_it(run):
    assert kept.found(run.folder.parent, Kept, run.name, 2, AT) is None
    assert kept.found(run.folder.parent, Kept, f"../{run.folder.parent.name}/{run.name}", 1, AT) is None
    assert kept.listed(run.folder.parent, Kept, 2, AT) == []


def test_everything_is_forgotten_but_what_belongs_to_no_run(tmp_path):
    made(tmp_path), made(tmp_path, 2)
    (tmp_path / TURN).touch()
    kept.forget(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == [TURN]


def test_a_record_that_was_cut_off_is_nobodys(run):
    root = run.folder.parent
    (run.folder / RECORD).write_text('{"account": 1, "sh')
    assert kept.found(root, Kept, run.name, 1, AT) is None and kept.listed(root, Kept, 1, AT) == []
    before = dict(run.record)
    run.look_again()
    assert run.record == before
    since = datetime.fromtimestamp(run.folder.stat().st_mtime)
    kept.sweep(root, since + timedelta(days=1, seconds=-2))
    assert run.folder.exists()
    kept.sweep(root, since + timedelta(days=1, seconds=2))
    assert list(root.iterdir()) == []


def test_one_that_was_removed_before_it_was_begun_comes_to_nothing(run):
    run.remove()
    assert begin(run, work(done)) is None and not runs(run)
    assert list(run.folder.parent.iterdir()) == []


def test_what_still_runs_writes_nothing_into_a_folder_that_is_forgotten(run, monkeypatch):
    root, seen = run.folder.parent, []
    whole = kept.shutil.rmtree

    def removing(folder, **how):
        with pytest.raises(OSError, match="No such file"):
            run.keep(stage=1)
        seen.append(folder)
        whole(folder, **how)

    monkeypatch.setattr(kept.shutil, "rmtree", removing)
    kept.forget(root)
    assert len(seen) == 1 and list(root.iterdir()) == []


def test_what_was_left_half_removed_is_swept(run):
    run.folder.rename(run.folder.with_name(f"{run.name}{kept.GOING}"))
    kept.sweep(run.folder.parent, AT)
    assert list(run.folder.parent.iterdir()) == []


def test_a_full_disk_ends_a_run_and_is_logged_and_leaves_the_record_whole(run, monkeypatch, caplog):
    def full(path, text):
        path.write_text(text[:5])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept, "_written", full)
    thread = begin(run, work(done))
    thread.join(30)
    assert not runs(run) and "没有保存下来" in caplog.text
    assert sorted(each.name for each in run.folder.iterdir()) == [RECORD, RUNNING]
    run.look_again()
    assert "ready" not in Kept(run.folder, kept._record(run.folder)).record


@pytest.mark.parametrize(("seconds", "left"), [(0, 3), (1, 0)])
def test_every_folder_is_swept(tmp_path, seconds, left):
    (tmp_path / "ab").mkdir()
    for name in FOLDERS:
        made(tmp_path / name)
    sweep(tmp_path, AT + timedelta(days=1, seconds=seconds))
    assert sum(1 for name in FOLDERS for _ in (tmp_path / name).iterdir()) == left
    assert (tmp_path / "ab").is_dir()
