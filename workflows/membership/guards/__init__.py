"""The facts that must hold in membership development, by the part of the path they belong to."""

from .activist import (
    consent_before_notice,
    contacts_are_members,
    contacts_not_overloaded,
    kin_kept_apart,
    notice_in_both_places,
    objections_cleared,
    opinions_heard,
)
from .admission import (
    approver_has_power,
    committee_decided,
    leaves_not_soon,
    separate_meetings,
    training_still_valid,
)
from .application import of_age
from .conversion import all_papers, extended_once, extension_of_lawful_length, postponed_not_too_long
from .prospective import (
    not_sanctioned,
    places_asked,
    reviewed_politically,
    sponsors_are_members,
    sponsors_own_branch,
    trained_enough,
)
from .voting import ballot_secret, motion_carried, motion_lost, nobody_excluded, one_by_one, quorum, sponsors_attended

__all__ = [
    "all_papers",
    "approver_has_power",
    "ballot_secret",
    "committee_decided",
    "consent_before_notice",
    "contacts_are_members",
    "contacts_not_overloaded",
    "extended_once",
    "extension_of_lawful_length",
    "kin_kept_apart",
    "leaves_not_soon",
    "motion_carried",
    "motion_lost",
    "nobody_excluded",
    "not_sanctioned",
    "notice_in_both_places",
    "objections_cleared",
    "of_age",
    "one_by_one",
    "opinions_heard",
    "places_asked",
    "postponed_not_too_long",
    "quorum",
    "reviewed_politically",
    "separate_meetings",
    "sponsors_are_members",
    "sponsors_attended",
    "sponsors_own_branch",
    "trained_enough",
    "training_still_valid",
]
