"""Whether the published vectors that are looked for are there, and as many as were published."""

from .vectors import FILE, NAMED, VECTORS, cases

TREES = ("hasher leaves", "hasher nodes", "tree root_hashes_by_size", "verify_inclusion cases")
TREES += ("verify_consistency cases", "generate inclusion_paths", "generate consistency_proofs")
NOTES = ("signed_note bad_vkeys", "signed_note sign", "signed_note open", "signed_note malformed notes_hex")
NOTES += ("checkpoint_parse",)


def test_a_folder_that_is_named_holds_them():
    assert VECTORS or not NAMED, f"ZHIBU_VECTORS is set, and there is no {FILE}"


def test_as_many_as_were_published():
    nodes = sum(map(len, cases("tree", "node_hashes_by_level")))
    accumulated = [name for name in cases("accumulated") if name.startswith("subtree")]
    keys = [name for name in cases("signed_note", "keys") if name.endswith("vkey")]
    trees = sum(len(cases(*path.split())) for path in TREES) + nodes + len(accumulated)
    signed = sum(len(cases(*path.split())) for path in NOTES) + len(keys)
    assert (trees, signed) == ((238, 18) if VECTORS else (0, 0))
