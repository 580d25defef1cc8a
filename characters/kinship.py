"""What two characters can be to each other, from either side."""

from __future__ import annotations

from typing import NamedTuple


class Kinship(NamedTuple):
    """`inverse` is what the other side is in return.

    `says` tells of both, “A is a parent of B”, and `label` says it beside an arrow from A to B. Of the two directions
    of a kind that is not mutual, the one with these words is told.
    """

    inverse: str
    says: str = ""
    label: str = ""


KINDS = {
    "parent": Kinship("child", "is a parent of", "parent of"),
    "child": Kinship("parent"),
    "adoptive parent": Kinship("adopted child", "is an adoptive parent of", "adoptive parent of"),
    "adopted child": Kinship("adoptive parent"),
    "sibling": Kinship("sibling", "is a sibling of", "siblings"),
    "adoptive sibling": Kinship("adoptive sibling", "is an adoptive sibling of", "adoptive siblings"),
    "spouse": Kinship("spouse", "is married to", "married"),
    "lover": Kinship("lover", "is a lover of", "lovers"),
    "friend": Kinship("friend", "is a friend of", "friends"),
    "ally": Kinship("ally", "is an ally of", "allies"),
    "enemy": Kinship("enemy", "is an enemy of", "enemies"),
    "employer": Kinship("employee", "employs", "employs"),
    "employee": Kinship("employer"),
    "lawyer": Kinship("client", "is a lawyer of", "lawyer of"),
    "client": Kinship("lawyer"),
    "business partner": Kinship("business partner", "is a business partner of", "business partners"),
    "neighbour": Kinship("neighbour", "is a neighbour of", "neighbours"),
    "mentor": Kinship("student", "is a mentor of", "mentor of"),
    "student": Kinship("mentor"),
    "tormentor": Kinship("victim", "torments", "torments"),
    "victim": Kinship("tormentor"),
    "killer": Kinship("killed", "killed", "killed"),
    "killed": Kinship("killer"),
}
# For a kind that was saved and is not in the list any more.
OTHER = Kinship("other", "is close to", "close")


def of(kind: str) -> Kinship:
    return KINDS.get(kind, OTHER)


def inverse(kind: str) -> str:
    """Give what somebody is to the one who is their `kind`."""
    return of(kind).inverse


def is_mutual(kind: str) -> bool:
    return inverse(kind) == kind
