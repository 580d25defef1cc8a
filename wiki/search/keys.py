"""Keys of passages: the page, and the position in it. What the page itself says comes before what is said of it."""

BITS = 32
TALK = 1 << 31
# Positions for each comment, so that changing one leaves the others where they are. The longest one, with as many gates
# as it may have, needs fewer: a limit that it came to would be filled by what is hidden in it, too.
A_COMMENT = 1 << 13


def key(page: int, position: int) -> int:
    """Give the key of a passage; positions are below 2³²."""
    return page << BITS | position


def span(page: int) -> tuple[int, int]:
    """Give the first and the last key that passages of a page can have."""
    return key(page, 0), key(page, (1 << BITS) - 1)
