"""The lens: what a reader has seen, as one immutable value. Every read takes one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Protocol


class Gated(Protocol):
    """A `Gate` row or a `Condition`."""

    @property
    def alternatives(self) -> tuple[frozenset[int], ...]: ...


@dataclass(frozen=True, slots=True)
class Lens:
    """The ids of all releases seen. `Lens.everything` sees each gate that can be resolved, `Lens.empty` none."""

    seen: frozenset[int] = frozenset()
    sees_everything: bool = False

    everything: ClassVar["Lens"]
    empty: ClassVar["Lens"]

    def sees(self, gate: Gated | None) -> bool:
        """Tell whether a gate is open. No gate (`None`) always is; one that cannot be resolved never is."""
        if gate is None:
            return True
        if self.sees_everything:
            return bool(gate.alternatives)
        seen = self.seen
        for alternative in gate.alternatives:  # a loop, not any(): this is called for every gate of every read
            if alternative <= seen:
                return True
        return False

    def outcomes(self, gates: Iterable[Gated | None]) -> str:
        """Write which gates are open, "1" or "0" each."""
        return "".join("1" if self.sees(gate) else "0" for gate in gates)

    @property
    def is_empty(self) -> bool:
        return not self.seen and not self.sees_everything


def packed(outcomes: str) -> str:
    """Shorten outcomes for the key of a cache: what depends on them alone looks the same wherever they are equal."""
    return f"{int('1' + outcomes, 2):x}"


Lens.everything = Lens(sees_everything=True)
Lens.empty = Lens()
