"""A personal calendar feed: deadlines in sight as all-day events; whoever knows its address reads it, so it can be revoked."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, timedelta

from flask import Blueprint, Response, abort, flash, redirect, render_template, session, url_for
from sqlalchemy import select

from models.accounts import Account
from models.sight import names_of, sight_of
from models.worklist import Row, Wanted, due, page
from web.pages import seeing
from web.pages.guarding import public
from web.pages.language import said
from web.pages.request import clock, held_posts, me, reading, today, writing
from workflows import flow
from workflows.engine.findings import N_

pages = Blueprint("calendar_feed", __name__)
BACK, AHEAD = timedelta(days=90), timedelta(days=400)
MOST = 1000
ALARM = timedelta(days=-7)
SECRET = "feed_secret"


@pages.get("/feed")
def settings():
    """Whether there is a feed; right after it was made, its address, which is never shown again."""
    made = session.pop(SECRET, None)
    address = url_for(".feed", secret=made, _external=True) if made else None
    return render_template("worklist/feed.html", there_is=own(reading()).feed_hash is not None, address=address)


@pages.post("/feed")
def make():
    """Makes the feed, or a new address for it; the old one is void."""
    work = writing()
    session[SECRET] = secrets.token_urlsafe(32)
    own(work.session).feed_hash = hashed(session[SECRET])
    work.commit()
    flash(said(N_("订阅地址已生成，只显示这一次")))
    return redirect(url_for(".settings"), 303)


@pages.post("/feed/revoke")
def revoke():
    """Takes the feed away."""
    work = writing()
    own(work.session).feed_hash = None
    work.commit()
    flash(said(N_("订阅已停用，原来的地址不再有效")))
    return redirect(url_for(".settings"), 303)


@pages.get("/feed/<secret>.ics")
@public
def feed(secret: str):
    """The deadlines in the sight of the account whose secret this is; 404 for any other, or one no longer active."""
    asked = select(Account.person_id).where(Account.feed_hash == hashed(secret), Account.active)
    person = reading().scalar(asked)
    if person is None:
        abort(404)
    seeing.catch_up()
    paths = {held.path for held in held_posts(reading(), person, today())}
    question = due(sight_of(reading(), paths, today()), today() - BACK, today() + AHEAD)
    rows = page(reading(), question, Wanted(), None, MOST)
    names = names_of(reading(), (row.organisation_id for row in rows if row.subject_kind == "organisation"), today())
    return Response(calendar(rows, names), mimetype="text/calendar", headers={"Content-Disposition": "inline"})


def own(reader) -> Account:
    """The account of the person signed in."""
    return reader.scalars(select(Account).where(Account.id == me().account_id)).one()


def hashed(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def calendar(rows: list[Row], names: Mapping[int, str]) -> bytes:
    """The rows as iCalendar; `names` are those of organisations."""
    from icalendar import Calendar  # only whoever reads a feed pays for it

    made = Calendar()
    made.add("prodid", "-//zhibu//worklist//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", said(N_("支部工作期限")))
    for row in rows:
        if row.due_on:
            made.add_component(event(row, row.due_on, row.name or names.get(row.organisation_id, "")))
    return made.to_ical()


def event(row: Row, due_on: date, name: str):
    """One deadline: the name of the person or organisation and the step, no more, and a reminder seven days before."""
    from icalendar import Alarm, Event

    summary = said(N_("%(title)s：%(name)s"), title=flow(row.workflow)[row.step].title, name=name)
    made, alarm = Event(), Alarm()
    made.add("uid", f"{row.workflow}-{row.case_id}-{row.step}@zhibu")
    made.add("dtstamp", clock())
    made.add("dtstart", due_on)
    made.add("dtend", due_on + timedelta(days=1))
    made.add("summary", summary)
    made.add("transp", "TRANSPARENT")
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", ALARM)
    made.add_component(alarm)
    return made
