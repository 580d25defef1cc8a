"""Keys of passages: the page, and the position in it. What the page itself says comes before what is said of it."""

BITS = 24
TALK = 1 << 23
# Positions for each comment, so that changing one leaves the others where they are.
A_COMMENT = 32


def key(page: int, position: int) -> int:
    """Give the key of a passage; positions are below 2²⁴."""
    return page << BITS | position


def span(page: int) -> tuple[int, int]:
    """Give the first and the last key that passages of a page can have."""
    return key(page, 0), key(page, (1 << BITS) - 1)
