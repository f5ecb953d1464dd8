"""Gives a file to the back-check's page; waits until what runs beside the requests has ended."""

import time
from io import BytesIO
from typing import Any

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.pages.conftest import Visitor
from web.runs.beside import runs
from web.runs.kept import Kept

ADDRESS = "/audit/back-check"
FOLDERS = {"back-check": "back-check", "pack": "packs"}


def given(visitor: Visitor, content: bytes, name: str = "旧档案.jsonl") -> Any:
    """What giving a file answers."""
    form = {"file": FileStorage(BytesIO(content), name), "csrf_token": visitor.token()}
    boundary, body = encode_multipart(form)  # the client's own way leaves a temporary file open
    return visitor.client.post(ADDRESS, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def checked(visitor: Visitor, content: bytes, name: str = "旧档案.jsonl") -> str:
    """The address of a file that was judged."""
    answer = given(visitor, content, name)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    finished(visitor, answer.location)
    return answer.location


def finished(visitor: Visitor, address: str) -> None:
    """Waits until the run at an address has ended."""
    until, run = time.monotonic() + 60, kept_at(visitor, address)
    while runs(run):
        assert time.monotonic() < until, "the run does not end"
        time.sleep(0.01)


def kept_at(visitor: Visitor, address: str) -> Kept:
    """The run at an address."""
    kind, name = address.rsplit("/", 2)[1:]
    files = visitor.client.application.extensions["zhibu"].files
    return Kept(files / FOLDERS[kind] / name, {})
