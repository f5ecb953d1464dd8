"""SM3 and Ed25519 against their published answers: what the product uses, and the plain Python of the verifier."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.proof import verifier
from workflows.proof.hashing import HASHES, LENGTH, SHA256, SM3

# GB/T 32905-2016, appendix A
SM3_ANSWERS = {
    b"abc": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    b"abcd" * 16: "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
}
# FIPS 180-2, appendix B
SHA256_ANSWERS = {
    b"abc": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq": (
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
}
# RFC 8032, 7.1: secret key, public key, message, signature
ED25519_ANSWERS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
]
ORDER = verifier.L


@pytest.mark.parametrize("message", list(SM3_ANSWERS), ids=bytes.hex)
def test_sm3(message):
    assert SM3.digest(message).hex() == verifier.sm3(message).hex() == SM3_ANSWERS[message]


@pytest.mark.parametrize("message", list(SHA256_ANSWERS), ids=bytes.hex)
def test_sha256(message):
    assert SHA256.digest(message).hex() == verifier.HASHES["sha256"](message).hex() == SHA256_ANSWERS[message]


@pytest.mark.parametrize("length", [*range(0, 131), 1000])
def test_sm3_at_every_length_round_a_block(length):
    message = bytes(each % 251 for each in range(length))
    assert verifier.sm3(message) == SM3.digest(message)


def test_the_hashes_are_the_same_by_name():
    assert HASHES.keys() == verifier.HASHES.keys() == {"sha256", "sm3"}
    assert all(len(each.empty) == LENGTH for each in HASHES.values())


@pytest.mark.parametrize("answer", ED25519_ANSWERS, ids=lambda answer: answer[2][:8] or "empty")
def test_ed25519(answer):
    secret, public, message, signature = map(bytes.fromhex, answer)
    key = Ed25519PrivateKey.from_private_bytes(secret)
    assert (key.public_key().public_bytes_raw(), key.sign(message)) == (public, signature)
    assert verifier.ed25519(public, signature, message)
    assert not verifier.ed25519(public, signature, message + b"\0")


def refused(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        return not verifier.ed25519(public, signature, message)
    except verifier.Bad:
        return True


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 511), st.integers(0, 255))
def test_ed25519_agrees_with_the_library_and_every_changed_bit_fails(secret, message, bit, other):
    key = Ed25519PrivateKey.from_private_bytes(secret)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert verifier.ed25519(public, signature, message)
    assert refused(public, flipped(signature, bit), message)
    assert refused(flipped(public, other), signature, message)


def flipped(held: bytes, bit: int) -> bytes:
    return held[: bit // 8] + bytes([held[bit // 8] ^ 1 << bit % 8]) + held[bit // 8 + 1 :]


def test_a_signature_is_right_in_one_way_only():
    """Adding the order to its second half leaves the equation true (RFC 8032, 8.4)."""
    _, public, message, signature = map(bytes.fromhex, ED25519_ANSWERS[1])
    scalar = int.from_bytes(signature[32:], "little")
    assert not verifier.ed25519(public, signature[:32] + (scalar + ORDER).to_bytes(32, "little"), message)


@pytest.mark.parametrize(
    "raw",
    [
        (verifier.P + 1).to_bytes(32, "little"),  # not below the prime
        (2).to_bytes(32, "little"),  # on no point
        (1 | 1 << 255).to_bytes(32, "little"),  # x = 0 with a sign
    ],
    ids=bytes.hex,
)
def test_what_is_no_point(raw):
    with pytest.raises(verifier.Bad, match="不是曲线上的点"):
        verifier.point(raw)


def test_the_point_with_x_0():
    assert verifier.point((1).to_bytes(32, "little")) == (0, 1)
