"""What each step of membership development records."""

from .activist import Agreed, ContactsAssigned, Decided, Noticed, Proposed, Reviewed
from .admission import AdmissionApproved, Admitted, Examined, FormFilled, Interviewed, PreReviewed
from .application import Applied, Recorded, Replied, Setting, Talked
from .probation import Archived, ConversionApproved, ConversionResolved, GroupAssigned
from .prospective import PoliticallyReviewed, SponsorsNamed, Trained
from .side import Closed, Deliberated, HandedOver, Postponed, Received, Recognised, RecognitionRefused, TrainingStopped

__all__ = [
    "AdmissionApproved",
    "Admitted",
    "Agreed",
    "Applied",
    "Archived",
    "Closed",
    "ContactsAssigned",
    "ConversionApproved",
    "ConversionResolved",
    "Decided",
    "Deliberated",
    "Examined",
    "FormFilled",
    "GroupAssigned",
    "HandedOver",
    "Interviewed",
    "Noticed",
    "PoliticallyReviewed",
    "Postponed",
    "PreReviewed",
    "Proposed",
    "Received",
    "Recognised",
    "RecognitionRefused",
    "Recorded",
    "Replied",
    "Reviewed",
    "Setting",
    "SponsorsNamed",
    "Talked",
    "Trained",
    "TrainingStopped",
]
