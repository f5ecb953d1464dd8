"""What each step of the office journal records."""

from .organisations import Changed, Dissolved, Founded, Merged, OrganisationTakenOver
from .people import AccountClosed, AccountOpened, KinshipDeclared, MembershipStated, Registered, Restored, Sanctioned
from .posts import OfficeTableChanged, PostEnded, PostGranted, PostProposed
from .rights import Detained, Released, RightsResumed, RightsSuspended
from .settings import CalendarConfirmed, OverlaySet, PlanSet, ReadingSet, Setting
from .terms import BodySet, TermLengthSet, TermStated

__all__ = [
    "AccountClosed",
    "AccountOpened",
    "BodySet",
    "CalendarConfirmed",
    "Changed",
    "Detained",
    "Dissolved",
    "Founded",
    "KinshipDeclared",
    "MembershipStated",
    "Merged",
    "OfficeTableChanged",
    "OrganisationTakenOver",
    "OverlaySet",
    "PlanSet",
    "PostEnded",
    "PostGranted",
    "PostProposed",
    "ReadingSet",
    "Registered",
    "Released",
    "Restored",
    "RightsResumed",
    "RightsSuspended",
    "Sanctioned",
    "Setting",
    "TermLengthSet",
    "TermStated",
]
