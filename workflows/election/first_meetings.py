"""The first meetings of the elected bodies: which one meets next, and whether the committee passes heads of the commission."""

from workflows.engine.declare import Key
from workflows.engine.dossier import Dossier

from .bodies import DISCIPLINE, has_to_meet
from .rounds import Course, courses


def bodies(dossier: Dossier) -> list[str]:
    """The bodies that elect somebody, in the order in which they meet: the discipline commission before the committee."""
    return list(dict.fromkeys(course.ballot.voters for course in courses(dossier, False)))


def to_meet(dossier: Dossier) -> list[Key]:
    """The body that has to meet next, or once more."""
    return [(body,) for body in bodies(dossier) if has_to_meet(dossier, body)][:1]


def discipline_still_counted(dossier: Dossier) -> bool:
    """Whether a head of the discipline commission is still being elected."""
    return not all(course.settled for course in of_the_commission(dossier))


def to_be_passed(dossier: Dossier) -> bool:
    """Whether the committee votes on heads of the discipline commission: it elects some, or has elected them."""
    return any(not course.settled or course.elected for course in of_the_commission(dossier))


def of_the_commission(dossier: Dossier) -> list[Course]:
    """The ballots on which the discipline commission votes."""
    return [course for course in courses(dossier, False) if course.ballot.voters == DISCIPLINE]
