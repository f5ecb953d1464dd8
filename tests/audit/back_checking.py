"""Gives a file to the back-check's page and waits until it is judged."""

import time
from io import BytesIO
from typing import Any

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.pages.conftest import Visitor
from web.back_check.running import runs

ADDRESS = "/audit/back-check"


def given(visitor: Visitor, content: bytes, name: str = "旧档案.jsonl") -> Any:
    """What giving a file answers."""
    form = {"file": FileStorage(BytesIO(content), name), "csrf_token": visitor.token()}
    boundary, body = encode_multipart(form)  # the client's own way leaves a temporary file open
    return visitor.client.post(ADDRESS, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def checked(visitor: Visitor, content: bytes, name: str = "旧档案.jsonl") -> str:
    """The address of a file that was judged."""
    answer = given(visitor, content, name)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    finished(answer.location)
    return answer.location


def finished(address: str) -> None:
    """Waits until the run at an address has ended."""
    until = time.monotonic() + 60
    while runs(address.rpartition("/")[2]):
        assert time.monotonic() < until, "the back-check does not end"
        time.sleep(0.01)
