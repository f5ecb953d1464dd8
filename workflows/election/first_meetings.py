"""The first meetings of the elected bodies: which one meets next, and whether the committee passes heads of the commission."""

from workflows.engine.declare import Key
from workflows.engine.dossier import Dossier

from .ballots import Ballot, ballots
from .bodies import DISCIPLINE, has_to_meet
from .rounds import course_of, somebody_votes


def bodies(dossier: Dossier) -> list[str]:
    """The bodies that elect somebody, in the order in which they meet: the discipline commission before the committee."""
    voted_on = (each for each in ballots(dossier) if not each.at_the_meeting)
    return list(dict.fromkeys(each.voters for each in voted_on if somebody_votes(dossier, each)))


def to_meet(dossier: Dossier) -> list[Key]:
    """The body that has to meet next, or once more."""
    return [(body,) for body in bodies(dossier) if has_to_meet(dossier, body)][:1]


def discipline_still_counted(dossier: Dossier) -> bool:
    """Whether a head of the discipline commission is still being elected."""
    return not all(course_of(dossier, ballot).settled for ballot in of_the_commission(dossier))


def to_be_passed(dossier: Dossier) -> bool:
    """Whether the committee votes on heads of the discipline commission: it elects some, or has elected them."""
    found = (course_of(dossier, ballot) for ballot in of_the_commission(dossier))
    return any(not course.settled or course.elected for course in found)


def of_the_commission(dossier: Dossier) -> list[Ballot]:
    """The ballots on which the discipline commission votes."""
    return [each for each in ballots(dossier) if each.voters == DISCIPLINE and somebody_votes(dossier, each)]
