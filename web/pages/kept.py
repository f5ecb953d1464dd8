"""What was typed into a form that could not be taken: carried through the sign-in and given back, so that nothing is lost."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import current_app, render_template, request
from werkzeug.datastructures import MultiDict

TYPED, FILE, ADDRESS = "kept.", "kept-file.", "kept-for"
FOREIGN = ("cross-site", "same-site")


class Kept(NamedTuple):
    """Fields by name and value in their order, files by field and name, and the address they were meant for."""

    address: str
    fields: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, str], ...] = ()

    def carried(self) -> Iterator[tuple[str, str]]:
        """Names and values as the sign-in page carries them."""
        yield ADDRESS, self.address
        yield from ((TYPED + name, value) for name, value in self.fields)
        yield from ((FILE + name, value) for name, value in self.files)

    @property
    def lost(self) -> dict[str, list[str]]:
        """The files to be chosen again, by field."""
        names: MultiDict[str, str] = MultiDict(self.files)
        return dict(names.lists())


def typed() -> Kept | None:
    """What this request's form held; nothing from another site, and nothing of a form that holds secrets."""
    view: Any = current_app.view_functions.get(request.endpoint or "")
    if request.method != "POST" or view is None or getattr(view, "is_secret", False) or from_elsewhere():
        return None
    address = request.full_path if request.query_string else request.path
    fields = tuple((name, value) for name, value in request.form.items(multi=True) if not secret(name))
    files = tuple((name, each.filename) for name, each in request.files.items(multi=True) if each.filename)
    return Kept(address, fields, files) if onward(address) else None


def carried() -> Kept | None:
    """What the page of this request's form had carried along."""
    address = "" if from_elsewhere() else onward(request.form.get(ADDRESS))
    return Kept(address, under(TYPED), under(FILE)) if address else None


def under(prefix: str) -> tuple[tuple[str, str], ...]:
    """The fields whose names begin so, without the beginning; secrets left out."""
    own = (
        (name.removeprefix(prefix), value) for name, value in request.form.items(multi=True) if name.startswith(prefix)
    )
    return tuple((name, value) for name, value in own if not secret(name))


def secret(name: str) -> bool:
    """Whether a field of this name is never shown again."""
    return "password" in name or name == "csrf_token"


def from_elsewhere() -> bool:
    """Whether another site sent this form: what it says must not be put before somebody as his own."""
    origin = request.headers.get("Origin")
    if request.headers.get("Sec-Fetch-Site"):
        return sent_across()
    return origin is not None and urlsplit(origin).netloc != request.host


def sent_across() -> bool:
    """Whether the browser says so itself."""
    return request.headers.get("Sec-Fetch-Site") in FOREIGN


def again(kept: Kept | None, message: str, status: int) -> Any:
    """The page that shows what was typed, to be posted again with a fresh token; nothing when nothing was kept."""
    return (render_template("kept.html", kept=kept, message=message), status) if kept else None


def stale(message: str) -> Any:
    """The answer to a form whose token does not count any more: what was typed; nothing when nothing was kept."""
    kept = carried()
    if kept or request.endpoint in ("sign_in.sign_in", "sign_in.code"):
        return render_template("sign_in.html", wrong=message, kept=kept, next=onward(request.form.get("next"))), 400
    return again(typed(), message, 400)


def onward(address: str | None) -> str:
    """An address within this site, or nothing."""
    parts = urlsplit(address or "")
    inside = (address or "").startswith("/") and not (address or "").startswith(("//", "/\\"))
    return address or "" if inside and not parts.scheme and not parts.netloc else ""
