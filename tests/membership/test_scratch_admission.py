"""Scratch."""

from pytest_bdd import scenarios

for name in ("examine", "pre_review", "fill_form", "admit", "interview", "approve_admission", "file_admission"):
    scenarios(f"membership/{name}.feature")
