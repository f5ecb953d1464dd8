"""What the import pages share: one's own uploads, where they lie, and what an import of one would do."""

from pathlib import Path

from flask import abort
from werkzeug.datastructures import FileStorage

from models.mappings import remembered
from web.importing import UPLOADS
from web.importing.contents import dossiers, examine, foreign
from web.importing.people import Place, places_under
from web.importing.posted import Columns
from web.importing.rows import Preview, Reader
from web.importing.uploads import Upload, found, received
from web.pages.request import clock, installed, me, reading, today
from web.pages.seeing import able
from workflows.engine.errors import NotInOffice
from workflows.engine.findings import N_


def taken_in(file: FileStorage) -> Upload:
    """Keeps an uploaded file and how its columns were read the last time; raises Unusable and keeps nothing."""
    upload = received(root(), file.filename or "", file.stream, me().account_id, clock())
    try:
        examine(upload)
        if upload.record.get("foreign"):
            table = foreign(upload)
            known = remembered(reading(), own_organisation(), table.key)
            upload.keep(columns=Columns.still_good(known, places()))
    except BaseException:
        upload.remove()
        raise
    return upload


def mine(name: str, *, mapped: bool = False) -> Upload:
    """One's own upload of that name; `mapped`: one whose columns can still be mapped."""
    upload = found(root(), name, me().account_id, clock())
    if upload is None or (mapped and (upload.taken or not upload.record.get("foreign"))):
        abort(404)
    return upload


def preview(upload: Upload) -> Preview:
    """What an import would do, as things stand now."""
    if upload.taken or (upload.record.get("foreign") and not upload.record.get("columns")):
        abort(404)
    chosen = me().chosen
    held = [each for each in me().posts if chosen is None or each.id == chosen.id]
    branches = [each.path for each in held if each in able() and each.kind == "branch"]
    reader = Reader(me().person_id, me().paths, [(each.post, each.path) for each in held], branches)
    return Preview(reading(), dossiers(upload), reader, today())


def places() -> list[Place]:
    """The organisations one may see."""
    return places_under(reading(), me().paths, today())


def own_organisation() -> int:
    """The organisation one acts for; raises NotInOffice for somebody without a post."""
    chosen = me().chosen or next(iter(me().posts), None)
    if chosen is None:
        raise NotInOffice(N_("您现在没有任何职务，不能导入：请联系管理员"))
    return chosen.organisation_id


def root() -> Path:
    """The folder of what was uploaded."""
    return installed().files / UPLOADS
