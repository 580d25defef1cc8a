"""Opens what comments say: through a lens, for their authors, and to compare. Nothing else here opens it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wiki import markup
from wiki.discussion.checking import Checked
from wiki.discussion.models import Comment, Gated, Version
from wiki.pages.state import seer
from wiki.spoilers.lens import Lens
from wiki.spoilers.sealed import unseal


def through(said: Gated, lens: Lens) -> str:
    """Give what a text says to who sees its gate, as Markdown."""
    return markup.project(unseal(said.text), seer(lens, said.gates)).strip()


def whole(comment: Comment, person: Any) -> str:
    """Give a comment as it was typed, to who typed it. Raises PermissionError for anybody else."""
    if not person.is_authenticated or comment.author_id != person.pk:
        raise PermissionError("Only the author of a comment may have it whole.")
    return str(unseal(comment.text))


def is_same(comment: Comment, fit: Checked) -> bool:
    """Tell whether a comment says this already."""
    return (str(unseal(comment.text)), comment.gate_text) == (fit.text, fit.gate_text)


def mentioned(comment: Comment) -> set[str]:
    """Give all names that may be meant by an @ anywhere in a comment. For telling; each is judged again then."""
    return markup.mentions(str(unseal(comment.text)))


def reason(comment: Comment) -> str:
    """Give why a comment was taken away, to moderators who see it."""
    return str(unseal(comment.reason))


def visible_states(comment: Comment, versions: Iterable[Version], lens: Lens) -> list[Gated]:
    """Give what a comment said over time, the first first, as far as a lens tells one from the one before.

    A version that stood behind a gate which is shut is not there; nor is one that differs only in what is hidden.
    """
    found: list[Gated] = []
    before = None
    for said in (*versions, comment):
        words = _compared(said, lens) if lens.sees(said.gate) else None
        if words is not None and words != before:
            found.append(said)
            before = words
    return found


def _compared(said: Gated, lens: Lens) -> str:
    """Give a text as its editor would have it, without regard to white space, which hiding moves."""
    return " ".join(markup.project(unseal(said.text), seer(lens, said.gates), keep_gates=True).split())
