"""The Chinese words for the coded values of the office journal."""

from models.memberships import SANCTIONS, STATUSES
from models.organisations import KINDS
from models.posts import POSTS
from workflows.membership.stages import OFFICE_TITLES

WORDS = {**STATUSES, **SANCTIONS, **POSTS, **KINDS, **{str(office): title for office, title in OFFICE_TITLES.items()}}
