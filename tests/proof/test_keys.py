"""Keys of signed notes: written as the formats say, read strictly, and a secret one does not show itself."""

import base64
import re

import pytest

from workflows.proof import verifier
from workflows.proof.errors import BadNote
from workflows.proof.keys import COSIGNER, LOG, PublicKey, SecretKey

from .sample import KEY, ORIGIN, WITNESS


def refused(message: str):
    return pytest.raises(BadNote, match=re.escape(message))


def test_keys_are_read_as_they_were_written():
    for key in (KEY, WITNESS):
        assert SecretKey.read(key.written()) == key
        assert PublicKey.read(str(key.public)) == key.public
        assert verifier.public_key(str(key.public))[1:] == (key.public.id, key.kind[0], key.public.raw)


def test_a_secret_key_does_not_show_itself():
    assert KEY.secret.hex() not in repr(KEY) and base64.b64encode(LOG + KEY.secret).decode() not in repr(KEY)
    with pytest.raises(BadNote) as bad:
        SecretKey.read(KEY.written()[:-2])
    assert KEY.written()[-20:-2] not in str(bad.value)


def test_one_key_has_two_ids_as_a_log_and_as_a_cosigner():
    assert SecretKey(ORIGIN, COSIGNER, KEY.secret).public.id != KEY.public.id


@pytest.mark.parametrize(
    "change, message",
    [
        (lambda key: key.replace(ORIGIN, "其他"), "的编号 "),
        (lambda key: key[:-1], "的写法不对"),
        (lambda key: key + "A", "的写法不对"),
        (lambda key: key.replace("+", " ", 1), "的写法不对"),
        (lambda key: key.replace(ORIGIN, "有 空格"), "不能含空格或加号"),
        (lambda key: PublicKey(ORIGIN, b"\x02", KEY.public.raw).__str__(), "的写法不对"),
        (lambda key: PublicKey(ORIGIN, LOG, KEY.public.raw[:31]).__str__(), "的写法不对"),
        (lambda key: "", "的写法不对"),
    ],
)
def test_a_key_that_is_not_one(change, message):
    text = change(str(KEY.public))
    with refused(message):
        PublicKey.read(text)
    with pytest.raises(verifier.Bad):
        verifier.public_key(text)


@pytest.mark.parametrize("text", ["", "zhibu", KEY.written() + "A", str(KEY.public)])
def test_a_secret_key_that_is_not_one(text):
    with refused("私钥的写法不对"):
        SecretKey.read(text)
