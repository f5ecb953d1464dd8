"""The hash functions an installation may choose from, and how they hash leaves and nodes (RFC 9162, 2.1.1)."""

import hashlib
from collections.abc import Callable
from typing import NamedTuple

from cryptography.hazmat.primitives import hashes

LENGTH = 32
"""Bytes of a hash; the same for every function on offer."""


class Hash(NamedTuple):
    """A hash function by its name; leaves and nodes are told apart by their first byte."""

    name: str
    digest: Callable[[bytes], bytes]

    @property
    def empty(self) -> bytes:
        """The root of the empty tree."""
        return self.digest(b"")

    def leaf(self, data: bytes) -> bytes:
        """The hash of a leaf."""
        return self.digest(b"\0" + data)

    def node(self, left: bytes, right: bytes) -> bytes:
        """The hash of a node above two others."""
        return self.digest(b"\1" + left + right)


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _sm3(data: bytes) -> bytes:
    hashing = hashes.Hash(hashes.SM3())
    hashing.update(data)
    return hashing.finalize()


SHA256 = Hash("sha256", _sha256)
SM3 = Hash("sm3", _sm3)
HASHES = {each.name: each for each in (SHA256, SM3)}
"""By name. `hashlib` knows SM3 only where its OpenSSL was built with it."""
