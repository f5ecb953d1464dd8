"""The published vectors are run where they are; a signature is checked once in plain Python, not in every test."""

from collections.abc import Iterator
from functools import cache

import pytest

from workflows.proof import verifier

from .vectors import VECTORS

collect_ignore = [] if VECTORS else ["test_vectors.py"]


@pytest.fixture(scope="session", autouse=True)
def signatures_kept() -> Iterator[None]:
    """The answer for the same key, signature and text is always the same, and takes a hundredth of a second."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(verifier, "ed25519", cache(verifier.ed25519))
        yield
