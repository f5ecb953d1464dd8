"""Scratch."""
from pytest_bdd import scenarios

scenarios("membership/examine.feature", "membership/pre_review.feature", "membership/fill_form.feature")
