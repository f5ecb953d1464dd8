"""The pages that import paper dossiers: upload, which column holds what, what would be recorded, and recording it."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from models.mappings import remember
from web.commands.annotate import reported
from web.importing.confirm import Recording, packed
from web.importing.contents import dossiers, foreign
from web.importing.posted import Columns, People
from web.importing.rows import Preview
from web.importing.shown import Shown, what_became
from web.importing.uploads import Upload, kept, sweep
from web.pages.language import said
from web.pages.request import actor, clock, installed, me, today, writing
from web.pages.uploaded import mine, own_organisation, places, preview, root, taken_in
from web.sheets.write import write_template
from workflows import flow
from workflows.engine.findings import N_
from workflows.engine.intake import Unusable

pages = Blueprint("imports", __name__)
ONCE = N_("这份文件已经导入过，或者正在导入：没有重复登记")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("/imports")
def index():
    """Where files are uploaded, and what was uploaded within a day."""
    own_organisation()
    sweep(root(), clock())
    return render_template("imports/index.html", uploads=kept(root(), me().account_id, clock()))


@pages.post("/imports")
def receive():
    """Keeps a file, after a look into it."""
    own_organisation()
    sweep(root(), clock())
    file = request.files.get("file")
    try:
        upload = taken_in(file) if file and file.filename else None
    except Unusable as problem:
        uploads = kept(root(), me().account_id, clock())
        return render_template("imports/index.html", uploads=uploads, wrong=problem.message), 422
    if upload is None:
        return redirect(url_for(".index"), 303)
    return redirect(url_for(".show", name=upload.name), 303)


@pages.get("/imports/template.xlsx")
def template():
    """The template, as `zhibu template` writes it."""
    target = BytesIO()
    write_template(target, flow("membership"))
    return workbook(target, "zhibu-template.xlsx")


@pages.get("/imports/<name>")
def show(name: str):
    """What an import would do; or what it did."""
    upload = mine(name)
    if upload.taken:
        return render_template("imports/done.html", upload=upload, outcomes=what_became(upload))
    if upload.record.get("foreign") and not upload.record.get("columns"):
        return redirect(url_for(".columns", name=name))
    return drawn(upload, preview(upload))


@pages.get("/imports/<name>/columns")
def columns(name: str):
    """Which heading of a spreadsheet from elsewhere holds what."""
    upload = mine(name, mapped=True)
    table = foreign(upload)
    form = Columns.proposed(table, places(), upload.record.get("columns"))
    return render_template("imports/columns.html", upload=upload, table=table, form=form)


@pages.post("/imports/<name>/columns")
def map_columns(name: str):
    """Keeps which heading holds what, for this file and for the next one with the same headings."""
    upload = mine(name, mapped=True)
    table = foreign(upload)
    form = Columns.posted(table, places(), request.form)
    if form.errors:
        return render_template("imports/columns.html", upload=upload, table=table, form=form), 422
    work = writing()
    remember(work.session, own_organisation(), table.key, form.chosen, today())
    work.commit()
    upload.keep(columns=form.chosen)
    return redirect(url_for(".show", name=name), 303)


@pages.get("/imports/<name>/findings.xlsx")
def findings(name: str):
    """The rows with what was found beside them."""
    target = BytesIO()
    for _ in reported((row.answer for row in preview(mine(name)).rows), target):
        pass
    return workbook(target, "zhibu-findings.xlsx")


@pages.post("/imports/<name>/people")
def choose(name: str):
    """Keeps whom the rows mean, before anything is recorded."""
    upload = mine(name)
    if upload.taken:
        flash(said(ONCE))
    else:
        upload.keep(choices=People(preview(upload), request.form).choices)
        flash(said(N_("选择已保存，尚未导入")))
    return redirect(url_for(".show", name=name, page=request.args.get("page")), 303)


@pages.post("/imports/<name>/confirm")
def confirm(name: str):
    """Records the rows, once."""
    upload = mine(name)
    if not upload.taken:
        looked = preview(upload)
        people = People(looked, request.form)
        if people.errors or looked.more:
            return drawn(upload, looked, people.choices, people.errors), 422
        if upload.take():
            return record(upload, people)
    flash(said(ONCE))
    return redirect(url_for(".show", name=name), 303)


@pages.post("/imports/<name>/remove")
def remove(name: str):
    """Removes an upload; what was recorded from it stays."""
    upload = mine(name)
    if upload.taken and what_became(upload) is None:
        flash(said(ONCE))
        return redirect(url_for(".show", name=name), 303)
    upload.remove()
    flash(said(N_("上传的文件已删除")))
    return redirect(url_for(".index"), 303)


def record(upload: Upload, people: People) -> Any:
    """Records what was claimed, and keeps what became of it."""
    recording = Recording(installed().database, people.choices, me().paths, actor(), clock())
    outcomes = recording.record(list(dossiers(upload)))
    upload.close([[outcome.source, outcome.case, packed(outcome.said)] for outcome in outcomes])
    count = sum(outcome.case is not None for outcome in outcomes)
    flash(said(N_("已导入 %(count)s 份档案"), count=count))
    return redirect(url_for(".show", name=upload.name), 303)


def drawn(
    upload: Upload, looked: Preview, choices: Mapping[str, Any] | None = None, errors: Mapping[int, str] | None = None
) -> str:
    """The page of rows."""
    page = Shown(looked, request.args.get("page", 1, type=int), choices or upload.record["choices"], errors or {})
    return render_template("imports/rows.html", upload=upload, page=page)


def workbook(target: BytesIO, name: str) -> Response:
    """A workbook to be saved."""
    head = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(target.getvalue(), mimetype=WORKBOOK, headers=head)
