"""What two characters can be to each other, from either side."""

from __future__ import annotations

from typing import NamedTuple


class Kinship(NamedTuple):
    """`inverse` is what the other side is in return; `says` tells of both in a sentence: “A is a parent of B.”"""

    inverse: str
    says: str


KINDS = {
    "parent": Kinship("child", "is a parent of"),
    "child": Kinship("parent", "is a child of"),
    "adoptive parent": Kinship("adopted child", "is an adoptive parent of"),
    "adopted child": Kinship("adoptive parent", "is an adopted child of"),
    "sibling": Kinship("sibling", "is a sibling of"),
    "adoptive sibling": Kinship("adoptive sibling", "is an adoptive sibling of"),
    "spouse": Kinship("spouse", "is married to"),
    "lover": Kinship("lover", "is a lover of"),
    "friend": Kinship("friend", "is a friend of"),
    "ally": Kinship("ally", "is an ally of"),
    "enemy": Kinship("enemy", "is an enemy of"),
    "employer": Kinship("employee", "employs"),
    "employee": Kinship("employer", "works for"),
    "client": Kinship("lawyer", "is a client of"),
    "lawyer": Kinship("client", "is a lawyer of"),
    "business partner": Kinship("business partner", "is a business partner of"),
    "neighbour": Kinship("neighbour", "is a neighbour of"),
    "mentor": Kinship("student", "is a mentor of"),
    "student": Kinship("mentor", "is a student of"),
    "victim": Kinship("tormentor", "is a victim of"),
    "tormentor": Kinship("victim", "torments"),
    "killer": Kinship("killed", "killed"),
    "killed": Kinship("killer", "was killed by"),
}
# For a kind that was saved and is not in the list any more.
OTHER = Kinship("other", "is close to")


def inverse(kind: str) -> str:
    """Give what somebody is to the one who is their `kind`."""
    return KINDS.get(kind, OTHER).inverse


def is_mutual(kind: str) -> bool:
    return inverse(kind) == kind


def says(kind: str) -> str:
    return KINDS.get(kind, OTHER).says
