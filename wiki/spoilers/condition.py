"""The value of a gate: any of these sets of releases, all of one set. Equal conditions are equal values."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

MAX_ALTERNATIVES = 64


@dataclass(frozen=True, slots=True)
class Condition:
    """Sets of release ids, in canonical order and without a set that another one makes needless.

    An id below zero is no release but an embargo (see embargo.py).

    No set at all means shut for every reader. "Always open" is no condition: it is `None` wherever a gate may stand.
    """

    alternatives: tuple[frozenset[int], ...]
    # Whether an embargo is in it: asked so often that it is not looked for each time.
    waits: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "waits", any(one and min(one) < 0 for one in self.alternatives))

    @classmethod
    def any_of(cls, alternatives: Iterable[Iterable[int]]) -> "Condition":
        alternatives = list(alternatives)
        if len(alternatives) > MAX_ALTERNATIVES * 8:
            return SHUT
        sets = sorted({frozenset(one) for one in alternatives}, key=lambda one: (len(one), sorted(one)))
        needed = [one for index, one in enumerate(sets) if not any(other <= one for other in sets[:index])]
        return cls(tuple(needed)) if len(needed) <= MAX_ALTERNATIVES else SHUT

    @property
    def key(self) -> str:
        """The canonical text: release ids joined by `&`, alternatives by `|`."""
        return "|".join("&".join(map(str, sorted(one))) for one in self.alternatives)

    @property
    def digest(self) -> int:
        """The primary key of this condition's row: the same in every database and after every rollback."""
        return int.from_bytes(hashlib.sha256(self.key.encode()).digest()[:8], "big") >> 1


SHUT = Condition(())


@lru_cache(maxsize=20_000)
def from_key(key: str) -> Condition:
    """Read a canonical text back."""
    return Condition(tuple(frozenset(map(int, one.split("&"))) for one in key.split("|"))) if key else SHUT


def of_gate(key: str | None) -> Condition | None:
    """Give the condition of a row’s gate by the key that came with it: `None`, always open, where there is none."""
    return None if key is None else from_key(key)


def all_of(conditions: Iterable[Condition | None]) -> Condition | None:
    """Join conditions that must all hold, as nested gates do. Grown too complex to judge, the result is shut."""
    result: Condition | None = None
    for condition in conditions:
        if result is None or condition is None:
            result = result or condition
        elif len(result.alternatives) * len(condition.alternatives) > MAX_ALTERNATIVES * 4:
            return SHUT
        else:
            result = Condition.any_of(a | b for a in result.alternatives for b in condition.alternatives)
    return result


def any_of(conditions: Iterable[Condition]) -> Condition:
    """Join conditions of which one must hold."""
    return Condition.any_of(one for condition in conditions for one in condition.alternatives)
