"""The inspection pack by one button: made beside the requests, with how far it is; taken away, and only then given out."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for

from web.importing.confirm import unpacked
from web.inspection_pack import PACKS
from web.inspection_pack.folded import place_then
from web.inspection_pack.pack import STAGES, Wanted, give_out
from web.inspection_pack.running import MOST_KEPT, Making, facts_of, make_room, making
from web.loose import iso_day, whole
from web.pages.again import coming_again
from web.pages.auditing import own_sight, room
from web.pages.language import said
from web.pages.request import clock, installed, me, reading, today
from web.pages.seeing import narrowed
from web.runs import kept
from web.runs.beside import begin, runs
from workflows.engine.errors import BadForm
from workflows.engine.findings import N_
from workflows.proof.live.exporting import Period

pages = Blueprint("audit_pack", __name__, url_prefix="/audit/pack")
FIELDS = {"first": N_("期间的第一天"), "last": N_("期间的最后一天"), "on": N_("名单截至")}
SHOWN = N_("%(place)s %(first)s 至 %(last)s")
READY, MAKING, NOT_READY = N_("已完成，可以取走"), N_("正在制作"), N_("没有完成")
NO_PLACE = N_("请选择党组织")


@pages.get("")
def index():
    """What a pack is asked for by: the year up to today, as of today; and the packs that are made or ready."""
    kept.sweep(root(), clock())
    on = today()
    values = {"first": (on - timedelta(days=365)).isoformat(), "last": on.isoformat(), "on": on.isoformat()}
    return drawn(request.args.get("place", type=whole), values, {})


@pages.post("")
def make():
    """Begins to make one; or the form again with what is wrong."""
    sight, place = own_sight(), request.form.get("place", type=whole)
    values = {name: request.form.get(name, "").strip() for name in FIELDS}
    try:
        wanted = read(place, values)
    except BadForm as bad:
        return drawn(place, values, {name: said(message) for name, message in bad.errors}), 422
    narrowed(sight, place)
    wanted.check(today())
    named = place_then(reading(), wanted.organisation, wanted.day).name
    kept.sweep(root(), clock())
    make_room(kept.listed(root(), Making, me().account_id, clock()))
    facts = {**facts_of(wanted), "by": me().name}
    run = kept.made(root(), Making, me().account_id, named, clock(), **facts)
    begin(run, making(installed().database, installed().clock))
    return redirect(url_for(".show", name=run.name), 303)


@pages.get("/<name>")
def show(name: str):
    """How far it is, or that it is ready, was broken off, or cannot be made."""
    running = runs(mine(name))
    run = mine(name)
    wrong = unpacked(run.record["wrong"]) if "wrong" in run.record else None
    page = render_template(
        "audit/pack_run.html", **room(own_sight(), None), run=run, title=titled(run), running=running, wrong=wrong,
        stages=STAGES,
    )  # fmt: skip
    return coming_again(page, running)


@pages.post("/<name>/on")
def go_on(name: str):
    """Makes one that was broken off from the beginning."""
    begin(mine(name), making(installed().database, installed().clock))
    return redirect(url_for(".show", name=name), 303)


@pages.post("/<name>/take")
def take(name: str):
    """The pack, and the event that it is given out, recorded before it is."""
    run = mine(name)
    if not run.ready:
        abort(404)
    try:
        file = run.path.open("rb")
    except FileNotFoundError:  # removed meanwhile
        abort(404)
    give_out(installed().database, run.wanted, run.record["manifest"], me().person_id, clock())
    return send_file(file, "application/zip", as_attachment=True, download_name=f"{run.download}.zip")


@pages.post("/<name>/remove")
def remove(name: str):
    """Removes it."""
    mine(name).remove()
    flash(said(N_("迎检包已删除")))
    return redirect(url_for(".index"), 303)


def read(place: int | None, values: dict[str, str]) -> Wanted:
    """What is asked for; raises BadForm that names every field that is wrong."""
    days, errors = {}, []
    for name, typed in values.items():
        try:
            days[name] = date.fromisoformat(iso_day(typed))
        except ValueError as error:
            errors.append((name, error.args[0]))
    if place is None:
        errors.append(("place", NO_PLACE))
    if errors or place is None:
        raise BadForm(errors)
    return Wanted(place, Period(days["first"], days["last"]), days["on"])


def mine(name: str) -> Making:
    """One's own pack of that name, as long as one still is an auditor of its organisation."""
    sight = own_sight()
    run = kept.found(root(), Making, name, me().account_id, clock()) or abort(404)
    narrowed(sight, run.record["place"])
    return run


def root() -> Path:
    """The folder of the packs."""
    return installed().files / PACKS


def titled(run: Making) -> str:
    """Of which organisation and period a pack is."""
    return said(SHOWN, place=run.shown, first=run.record["first"], last=run.record["last"])


def state(run: Making) -> str:
    """Whether a pack is ready, being made, or neither."""
    return said(READY if run.ready else MAKING if runs(run) else NOT_READY)


def drawn(place: int | None, values: dict[str, str], errors: dict[str, Any]) -> str:
    """The form, with one's own packs below it."""
    sight = own_sight()
    narrowed(sight, place)
    packs = [(each, titled(each), state(each)) for each in kept.listed(root(), Making, me().account_id, clock())]
    return render_template(
        "audit/pack.html", **room(sight, None), fields=FIELDS, values=values, errors=errors, place=place,
        packs=packs, most=MOST_KEPT,
    )  # fmt: skip
