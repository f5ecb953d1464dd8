"""The back-check of old dossiers: a file is judged beside the requests, with how far it is; nothing of it is recorded."""

from pathlib import Path
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from sqlalchemy import select

from models.installation import Installation
from web.back_check import BACK_CHECKS
from web.back_check.cover import Cover
from web.back_check.running import BACK_CHECK, SPREADSHEET, answers_of
from web.back_check.shown import Shown
from web.importing.confirm import unpacked
from web.importing.uploads import Upload, found, kept, received, sweep
from web.pages.again import coming_again
from web.pages.auditing import audited, own_sight, room
from web.pages.language import said
from web.pages.request import clock, installed, me, reading, today
from web.pages.sealing import seal
from web.runs.beside import begin, runs
from workflows.engine.errors import NotInOffice
from workflows.engine.findings import N_
from workflows.engine.intake import Unusable

pages = Blueprint("audit_back_check", __name__, url_prefix="/audit/back-check")
NO_POST = N_("您现在没有任何职务，不能倒查：请联系管理员")


@pages.get("")
def index():
    """Where a file is given, and what was checked within a day."""
    return _index()


@pages.post("")
def receive():
    """Keeps a file and begins to judge it."""
    _with_a_post()
    sweep(_root(), clock())
    file = request.files.get("file")
    if not file or not file.filename:
        return redirect(url_for(".index"), 303)
    try:
        upload = _taken_in(file)
    except Unusable as problem:
        return _index(wrong=problem.message), 422
    begin(upload, BACK_CHECK)
    return redirect(url_for(".show", name=upload.name), 303)


@pages.get("/<name>")
def show(name: str):
    """How far it is; or what was found."""
    running, upload = _state(name)
    if "totals" in upload.record:
        page = Shown(answers_of(upload), upload.record["totals"], request.args.get("page", 1, type=int))
        return render_template("audit/back_check_found.html", **_room(), upload=upload, page=page)
    wrong = unpacked(upload.record["wrong"]) if "wrong" in upload.record else None
    drawn = render_template("audit/back_check_run.html", **_room(), upload=upload, running=running, wrong=wrong)
    return coming_again(drawn, running)


@pages.post("/<name>/on")
def go_on(name: str):
    """Goes on where it was broken off."""
    begin(_mine(name), BACK_CHECK)
    return redirect(url_for(".show", name=name), 303)


@pages.get("/<name>/findings.xlsx")
def spreadsheet(name: str):
    """The findings as a spreadsheet."""
    return _file(_finished(name), SPREADSHEET, "zhibu-back-check.xlsx")


@pages.get("/<name>/report")
def report(name: str):
    """The findings as a paper, in volumes where they are many."""
    upload = _finished(name)
    paper = upload.record.get("paper") or abort(404)
    return _file(upload, paper, f"zhibu-back-check{Path(paper).suffix}")


@pages.post("/<name>/remove")
def remove(name: str):
    """Removes the file and what was found in it."""
    _mine(name).remove()
    flash(said(N_("上传的文件已删除")))
    return redirect(url_for(".index"), 303)


def _index(wrong: str | None = None) -> str:
    _with_a_post()
    sweep(_root(), clock())
    uploads = kept(_root(), me().account_id, clock())
    return render_template("audit/back_check.html", **_room(), uploads=uploads, wrong=wrong)


def _with_a_post() -> None:
    if not me().posts:
        raise NotInOffice(NO_POST)


def _room() -> dict[str, Any]:
    """The ways of the auditors' room, for whoever may enter it."""
    return room(own_sight(), None) if audited() else {"room": ()}


def _taken_in(file: Any) -> Upload:
    """Keeps a file with everything it is going to be judged by; raises Unusable for one of a kind that is not read."""
    upload = received(_root(), file.filename, file.stream, me().account_id, clock())
    rules = reading().scalars(select(Installation.rules)).one()
    upload.keep(rules=rules, cover=Cover.of(upload.shown, today(), clock(), me().name, seal()), done=0)
    return upload


def _state(name: str) -> tuple[bool, Upload]:
    """Whether it runs, and what it has come to: looked at in this order, so that one that just ended is not said to be cut off."""
    running = runs(_mine(name))
    return running, _mine(name)


def _mine(name: str) -> Upload:
    _with_a_post()
    return found(_root(), name, me().account_id, clock()) or abort(404)


def _finished(name: str) -> Upload:
    upload = _mine(name)
    return upload if "totals" in upload.record else abort(404)


def _file(upload: Upload, held: str, name: str) -> Any:
    return send_file(upload.folder / held, as_attachment=True, download_name=name)


def _root() -> Path:
    """The folder of what was given to be checked, apart from what is to be imported."""
    return installed().files / BACK_CHECKS
