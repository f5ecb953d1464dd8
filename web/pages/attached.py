"""Files on pages: taken in with a step's form, carried over its look by a signed word, given out to who may see the case."""

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress

from flask import Blueprint, current_app, request, send_file
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from models.files import StoredFile
from web.entries import sealed_for
from web.pages.found import find, texts_of
from web.pages.happened import file_opened
from web.pages.request import installed, me, reading, today
from web.stored import Stored, place, register, store, unchanged
from workflows.engine.dossier import Attached
from workflows.engine.errors import BadForm, NotFound
from workflows.engine.findings import N_

pages = Blueprint("attached", __name__)
MOST_FILES = 20
LASTS = 24 * 3600
GONE = N_("附件没有保存下来：请重新选择文件")
TOO_MANY = N_("一次最多附 %(most)s 个文件")
ERASED = N_("该附件已依决定抹去：见本案全程纪实")
DAMAGED = N_("附件不在或者已被改动：请告知系统管理员")


def signer() -> URLSafeTimedSerializer:
    """What signs the words that stand for stored files."""
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="attached")


def taken_in() -> list[tuple[str, Stored]]:
    """The files of this request, new ones stored and earlier ones read from their words; raises BadForm."""
    words = [(word, read_word(word)) for word in request.form.getlist("file")]
    for file in request.files.getlist("files"):
        with closing(file):
            if file.filename:
                stored = store(installed().files, file.filename, file.stream)
                words.append((signer().dumps([me().account_id, *stored]), stored))
    if len(words) > MOST_FILES:
        raise BadForm([("", TOO_MANY % {"most": MOST_FILES})])
    return words


def read_word(word: str) -> Stored:
    """The file a word stands for; raises BadForm for a word of somebody else, an old or a made-up one."""
    try:
        account, *stored = signer().loads(word, max_age=LASTS)
    except BadSignature:
        raise BadForm([("", GONE)]) from None
    if account != me().account_id:
        raise BadForm([("", GONE)])
    return there(Stored(*stored))


def there(file: Stored) -> Stored:
    """The file, as long as its content lies in the folder: an erasure may have taken it away since. Raises BadForm."""
    if not place(installed().files, file.sha256).is_file():
        raise BadForm([("", GONE)])
    return file


def still_good(words: Iterable[str]) -> Iterator[tuple[str, Stored]]:
    """The words that stand for files, for a page that is shown again."""
    for word in words:
        with suppress(BadForm):
            yield word, read_word(word)


def attach(session: Session, files: Sequence[tuple[str, Stored]]) -> tuple[Attached, ...]:
    """Registers the files and answers what the entry names."""
    for _, file in files:
        register(session, there(file), today())
    return tuple(Attached(file.sha256, file.name) for _, file in files)


@pages.get("/<workflow>/<int:case_id>/file/<int:number>/<int:position>")
def download(workflow: str, case_id: int, number: int, position: int):
    """A file of an entry, as an attachment."""
    seen = find(workflow, case_id)
    entry = seen.entries([number]).get(number)
    hashes = json.loads(bytes(entry.files)) if entry else []
    row = reading().get(StoredFile, hashes[position]) if position < len(hashes) else None
    if entry is None or row is None or sealed_for(seen.flow, seen.dossier, me().person_id)(entry):
        raise NotFound(N_("没有这个附件"))
    name = texts_of([entry])[entry.id].get(f"files.{position}")
    if name is None:
        raise NotFound(ERASED)
    content = unchanged(installed().files, row.sha256)
    if content is None:
        raise NotFound(DAMAGED)
    file_opened(case_id, number, position, row.sha256)
    return send_file(io.BytesIO(content), row.media_type, as_attachment=True, download_name=name, max_age=0)
