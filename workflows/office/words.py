"""The Chinese words for the coded values of the office journal."""

from models.memberships import SANCTIONS, STATUSES
from models.organisations import KINDS
from models.posts import POSTS
from models.rights import DETENTIONS
from models.terms import BODIES
from workflows.offices import TITLES

WORDS = {
    **STATUSES,
    **SANCTIONS,
    **POSTS,
    **KINDS,
    **BODIES,
    **DETENTIONS,
    **TITLES,
}
