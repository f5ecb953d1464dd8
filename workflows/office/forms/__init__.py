"""What each step of the office journal records."""

from .organisations import Changed, Dissolved, Founded, Merged, OrganisationTakenOver
from .people import AccountClosed, AccountOpened, KinshipDeclared, MembershipStated, Registered, Restored, Sanctioned
from .posts import OfficeTableChanged, PostEnded, PostGranted, PostProposed
from .settings import CalendarConfirmed, OverlaySet, PlanSet, ReadingSet, Setting

__all__ = [
    "AccountClosed",
    "AccountOpened",
    "CalendarConfirmed",
    "Changed",
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
    "Restored",
    "Sanctioned",
    "Setting",
]
