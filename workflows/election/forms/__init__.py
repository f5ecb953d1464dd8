"""What each step of an election records."""

from .after import (
    Archived,
    CommitteeSeated,
    FirstMeetingHeld,
    HeadsApproved,
    HeadsPassed,
    MembersFiled,
    Voided,
    WorkDivided,
)
from .candidates import CandidatesFixed, Nominated, Proposed
from .common import Agreed, Recorded, Replied, Setting
from .congress import CredentialsExamined, DelegatesAllotted, DelegatesReported, PreparatoryMeetingHeld
from .counting import Announced, CountConfirmed, CountKeyed, RoundResolved
from .exclusions import ExclusionAgreed, ExclusionRequested, ExclusionVoted
from .meeting import MeetingOpened, Passed, RollFrozen, ScrutineersConfirmed
from .opening import Appointed, Reminded, VacancyRecorded
from .planning import ExtensionReplied, ExtensionRequested, Planned

__all__ = [
    "Agreed",
    "Announced",
    "Appointed",
    "Archived",
    "CandidatesFixed",
    "CommitteeSeated",
    "CountConfirmed",
    "CountKeyed",
    "CredentialsExamined",
    "DelegatesAllotted",
    "DelegatesReported",
    "ExclusionAgreed",
    "ExclusionRequested",
    "ExclusionVoted",
    "ExtensionReplied",
    "ExtensionRequested",
    "FirstMeetingHeld",
    "HeadsApproved",
    "HeadsPassed",
    "MeetingOpened",
    "MembersFiled",
    "Nominated",
    "Passed",
    "Planned",
    "PreparatoryMeetingHeld",
    "Proposed",
    "Recorded",
    "Reminded",
    "Replied",
    "RollFrozen",
    "RoundResolved",
    "ScrutineersConfirmed",
    "Setting",
    "VacancyRecorded",
    "Voided",
    "WorkDivided",
]
