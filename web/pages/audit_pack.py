"""The inspection pack by one button: of an organisation in the auditor's sight, a period, as of a day."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

from flask import Blueprint, render_template, request, send_file

from web.inspection_pack.pack import Wanted, archive, pack
from web.loose import iso_day
from web.pages.auditing import own_sight, room
from web.pages.language import said
from web.pages.request import clock, installed, me, today
from web.pages.seeing import narrowed
from workflows.engine.findings import N_
from workflows.proof.live.exporting import Period

pages = Blueprint("audit_pack", __name__, url_prefix="/audit/pack")
FIELDS = {"first": N_("期间的第一天"), "last": N_("期间的最后一天"), "on": N_("名单截至")}
BAD_DAY = N_("日期“%(typed)s”不能识别：请写成 2026-06-05")


@pages.get("")
def index():
    """What a pack is asked for by: the year up to today, as of today."""
    on = today()
    values = {"first": (on - timedelta(days=365)).isoformat(), "last": on.isoformat(), "on": on.isoformat()}
    return drawn(request.args.get("place", type=int), values, {})


@pages.post("")
def make():
    """The pack, or the form again with what is wrong."""
    whole, place = own_sight(), request.form.get("place", type=int)
    values = {name: request.form.get(name, "").strip() for name in FIELDS}
    days, errors = read(values)
    if place is None:
        errors["place"] = said(N_("请选择党组织"))
    if errors or place is None:
        return drawn(place, values, errors), 422
    narrowed(whole, place)
    wanted = Wanted(place, Period(days["first"], days["last"]), days["on"])
    packed = pack(installed().database, wanted, me().name, me().person_id, clock())
    name = f"zhibu-inspection-{place}-{days['on']}"
    return send_file(BytesIO(archive(packed.files, name)), as_attachment=True, download_name=f"{name}.zip")


def read(values: dict[str, str]) -> tuple[dict[str, date], dict[str, str]]:
    """The days, and by their fields those that cannot be read."""
    days, errors = {}, {}
    for name, typed in values.items():
        try:
            days[name] = date.fromisoformat(iso_day(typed))
        except ValueError:
            errors[name] = said(BAD_DAY, typed=typed)
    return days, errors


def drawn(place: int | None, values: dict[str, str], errors: dict[str, Any]) -> str:
    """The form."""
    whole = own_sight()
    narrowed(whole, place)
    return render_template(
        "audit/pack.html", **room(whole, None), fields=FIELDS, values=values, errors=errors, place=place
    )
