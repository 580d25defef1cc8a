"""The lens: what a reader has seen, as one immutable value. Every read takes one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from django.utils import timezone

from wiki.spoilers import embargo


def _now() -> float:
    return timezone.now().timestamp()


class Gated(Protocol):
    """A `Gate` row or a `Condition`."""

    @property
    def alternatives(self) -> tuple[frozenset[int], ...]: ...

    @property
    def waits(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Lens:
    """The ids of all releases seen. `Lens.everything` sees each gate that can be resolved, `Lens.empty` none.

    `passes` are the ids of pages that its reader may see before they are out; `now`, in seconds since 1970, says what
    is out. Two lenses of equal `seen` are equal.
    """

    seen: frozenset[int] = frozenset()
    sees_everything: bool = False
    passes: Collection[int] = field(default=frozenset(), compare=False)
    now: float = field(default_factory=_now, compare=False)

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
        return gate.waits and any(map(self._is_out, gate.alternatives))

    def _is_out(self, alternative: frozenset[int]) -> bool:
        return all(one in self.seen or (one < 0 and embargo.is_over(one, self.passes, self.now)) for one in alternative)

    def outcomes(self, gates: Iterable[Gated | None]) -> str:
        """Write which gates are open, "1" or "0" each."""
        return "".join("1" if self.sees(gate) else "0" for gate in gates)

    @property
    def is_empty(self) -> bool:
        return not self.seen and not self.sees_everything


def packed(outcomes: str) -> str:
    """Shorten outcomes for the key of a cache: what depends on them alone looks the same wherever they are equal."""
    return f"{int('1' + outcomes, 2):x}"


class _Always:
    """Gives a lens of the present moment, whenever it is asked for."""

    def __init__(self, **options: Any) -> None:
        self.options = options

    def __get__(self, instance: Lens | None, owner: type[Lens] | None = None) -> Lens:
        return Lens(**self.options)


Lens.everything = _Always(sees_everything=True)  # type: ignore[assignment]
Lens.empty = _Always()  # type: ignore[assignment]
