"""Signed notes: written as the format says, read strictly, each refusal with its reason."""

import base64
import re

import pytest

from workflows.proof import notes, verifier
from workflows.proof.errors import BadNote
from workflows.proof.keys import LAST_SECOND, LOG, SecretKey
from workflows.proof.notes import Note, cosign, opened, read, signed, verified, with_proof

from .sample import KEY, ORIGIN, OTHER_KEY, WITNESS

TEXT = "支部\n第二行\n\n有空行的正文\n"
NOTE = bytes(signed(TEXT, KEY))


def refused(message: str):
    return pytest.raises(BadNote, match=re.escape(message))


def test_a_note_is_read_as_it_was_written():
    note = read(NOTE)
    assert (note.text, bytes(note)) == (TEXT, NOTE)
    assert [each.name for each in verified(note, [KEY.public])] == [ORIGIN]


LINE = NOTE.decode().rstrip("\n").rsplit("\n", 1)[1]


def with_line(line: str) -> bytes:
    return (TEXT + "\n" + line).encode()


@pytest.mark.parametrize(
    "note, message",
    [
        (b"", "应为正文、一个空行和至少一行签名"),
        (TEXT.encode(), "第 1 行签名应为"),  # its last empty line is taken for the border
        (NOTE[:-1], "末尾没有换行"),
        (NOTE + b"\n", "应为正文、一个空行和至少一行签名"),
        (NOTE + b"x\n", "第 2 行签名应为"),
        (b"\xff" + NOTE, "不是 UTF-8 文本"),
        (NOTE.replace("支部".encode(), b"\t"), "控制字符（第 1 个字节）"),
        (NOTE.replace(b"\n", b"\r\n"), "控制字符"),
        (with_line(LINE.replace("— ", "- ") + "\n"), "第 1 行签名应为"),
        (with_line(f"— {ORIGIN}\n"), "第 1 行签名应为"),
        (with_line("—  AAAAAAA=\n"), "密钥名称“”不能为空"),
        (with_line(LINE.replace(ORIGIN, "a+b") + "\n"), "不能含空格或加号"),
        (with_line(LINE.replace(ORIGIN, "a\u00a0b") + "\n"), "不能含空格或加号"),
        (with_line(LINE + "=\n"), "不是规范的 Base64"),
        (with_line(LINE[:-1] + "\n"), "不是规范的 Base64"),
        (with_line(LINE.replace("=", "") + "\n"), "不是规范的 Base64"),
        (with_line(LINE[:-5] + "*" + LINE[-4:] + "\n"), "不是规范的 Base64"),
        (with_line(f"— {ORIGIN} {base64.b64encode(KEY.public.id).decode()}\n"), "第 1 行签名应为"),
        (with_line(f"{LINE}\n{LINE}\n"), "签了两次"),
        (with_line("".join(f"— n{each} AAAAAAA=\n" for each in range(101))), "100 个签名"),
        (b"x" * 1_000_001, "超过 1000000 字节"),
    ],
    ids=lambda given: given if isinstance(given, str) else str(len(given)),
)
def test_what_is_no_signed_note(note, message):
    with refused(message):
        read(note)


def test_as_many_signatures_as_there_may_be():
    assert len(read(with_line("".join(f"— n{each} AAAAAAA=\n" for each in range(100)))).signatures) == 100


def test_base64_with_bits_left_over_is_refused():
    """The last two bits of a signature of 68 bytes are not used; there is one way to write them."""
    last = LINE[-2]
    other = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    sloppy = LINE[:-2] + other[other.index(last) ^ 1] + "="
    assert base64.b64decode(sloppy.split()[-1]) == base64.b64decode(LINE.split()[-1])
    with refused("不是规范的 Base64"):
        read(with_line(sloppy + "\n"))
    with pytest.raises(verifier.Bad):
        verifier.opened(with_line(sloppy + "\n"), [verifier.public_key(str(KEY.public))], ORIGIN)


@pytest.mark.parametrize("place", range(len(NOTE)))
def test_every_changed_byte_of_a_note_is_found_by_both(place):
    changed = NOTE[:place] + bytes([NOTE[place] ^ 1]) + NOTE[place + 1 :]
    with pytest.raises(BadNote):
        verified(read(changed), [KEY.public])
    with pytest.raises(ValueError):
        verifier.opened(changed, [verifier.public_key(str(KEY.public))], ORIGIN)


def test_a_wrong_signature_of_a_known_key_refuses_the_note_whoever_else_signed():
    two = cosign(signed(TEXT, OTHER_KEY), KEY)
    assert len(verified(two, [KEY.public, OTHER_KEY.public])) == 2
    broken = Note(two.text, (two.signatures[0], two.signatures[1]._replace(signed=bytes(64))))
    with refused("的签名与正文不符"):
        verified(broken, [KEY.public, OTHER_KEY.public])
    assert len(verified(broken, [OTHER_KEY.public])) == 1


@pytest.mark.parametrize("length", [0, 63, 65, 72])
def test_a_signature_of_another_length(length):
    note = Note(TEXT, (notes.Signature(ORIGIN, KEY.public.id, bytes(length)),))
    with refused("的签名与正文不符"):
        verified(note, [KEY.public])


def test_nobody_known_signed():
    with refused(f"没有可信密钥的签名；正文由这些密钥签名：{ORIGIN}"):
        verified(read(NOTE), [OTHER_KEY.public])
    with refused("没有可信密钥的签名"):
        verified(read(NOTE), [])


def test_a_key_signs_once():
    with refused("签了两次"):
        cosign(read(NOTE), KEY)


@pytest.mark.parametrize("text", ["没有换行", "有\t制表符\n", "有\r\n"])
def test_what_cannot_be_signed(text):
    with pytest.raises(BadNote, match=r"须以换行结尾|控制字符"):
        signed(text, KEY)


def test_a_cosigner_signs_the_moment():
    """C2SP tlog-cosignature: two lines before the text, the moment before the signature."""
    note = cosign(read(NOTE), WITNESS, at=1_679_315_147)
    line = verified(note, [WITNESS.public])[0]
    assert (line.name, line.at, len(line.signed)) == (WITNESS.name, 1_679_315_147, 72)
    plain = SecretKey(WITNESS.name, LOG, WITNESS.secret)
    assert line.signed[8:] == plain.sign(b"cosignature/v1\ntime 1679315147\n" + TEXT.encode())
    later = line._replace(signed=(1_679_315_148).to_bytes(8) + line.signed[8:])
    with refused("的签名与正文不符"):
        verified(Note(TEXT, (later,)), [WITNESS.public])


@pytest.mark.parametrize("at, good", [(0, True), (LAST_SECOND, True), (-1, False), (LAST_SECOND + 1, False)])
def test_the_moments_there_are(at, good):
    if good:
        assert verified(cosign(read(NOTE), WITNESS, at=at), [WITNESS.public])[0].at == at
    else:
        with refused("副署的时刻须为"):
            cosign(read(NOTE), WITNESS, at=at)


def test_who_gives_a_moment():
    with refused("须给出副署的时刻"):
        cosign(read(NOTE), WITNESS)
    with refused("不用于副署，不带时刻"):
        signed_at = SecretKey("other", LOG, WITNESS.secret)
        cosign(read(NOTE), signed_at, at=1)


@pytest.mark.parametrize("count, whole", [(0, True), (63, True), (64, False)])
def test_a_file_with_a_proof_of_so_many_hashes(count, whole):
    note, proof = signed("text\n", KEY), [bytes([each]) * 32 for each in range(count)]
    found = opened(with_proof(["a", "b"], proof, note), 2)
    assert (found is not None) is whole
    if found:
        first, lines, rest = found
        assert (first, [base64.b64decode(each) for each in lines], rest) == (["a", "b"], proof, bytes(note))


@pytest.mark.parametrize("first, whole", [(1, True), (2, True), (3, False)])
def test_a_file_with_a_proof_has_its_first_lines(first, whole):
    assert (opened(b"a\nb\n\nnote", first) is not None) is whole
    assert opened(b"a\nb\nnote", first) is None
