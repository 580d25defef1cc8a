"""What people may be called: names that have an address, and that nobody takes for those of others."""

from __future__ import annotations

import re
import unicodedata

from confusable_homoglyphs import categories, confusables
from django.core.exceptions import ValidationError

SHORTEST, LONGEST = 2, 40
SHAPE = re.compile(r"[^\W_](?:[\w.-]*[^\W_])?")
# Lookalikes within Latin, after case and accents are gone.
FOLDED = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "ß": "b"})
PAIRS = (("rn", "m"), ("vv", "w"))

TOO_SHORT = f"A name has at least {SHORTEST} characters."
TOO_LONG = f"A name has at most {LONGEST} characters."
MISSHAPEN = "A name is made of letters and digits, with dots, hyphens and underscores between them and no spaces."
MIXED = "A name cannot mix letters of different scripts; choose one script."
KEPT = "This name is kept for the site; choose another one."


def likeness(name: str) -> str:
    """Give what a name looks like at a glance. Two names of one likeness could be taken for each other."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    latin = "".join(_latin(char) for char in bare).casefold()
    folded = re.sub(r"[\W_]", "", latin).translate(FOLDED)
    for pair, one in PAIRS:
        folded = folded.replace(pair, one)
    return folded


def _latin(char: str) -> str:
    """Give the Latin letter that a letter of another script looks like, or the letter itself."""
    if char.isascii() or categories.alias(char) == "LATIN":
        return char
    looks = (one["c"] for one in confusables.confusables_data.get(char, ()))
    return next((look for look in looks if look.isascii() and look.isalnum()), char)


RESERVED = {
    likeness(name)
    for name in (
        *("admin", "admins", "administrator", "moderator", "moderators", "mod", "mods", "staff", "system", "root"),
        *("alias", "wiki", "support", "help", "security", "official", "editor", "editors", "webmaster", "postmaster"),
        *("anonymous", "anybody", "anyone", "everybody", "everyone", "nobody", "somebody", "someone", "guest", "user"),
        *("me", "you", "new", "null", "none", "undefined", "bot", "team", "owner", "deleted", "unknown"),
    )
}
NEUTRAL = "former"


def unfit(name: str) -> str:
    """Say why nobody can be called this, "" where somebody can."""
    if len(name) < SHORTEST:
        return TOO_SHORT
    if len(name) > LONGEST:
        return TOO_LONG
    if not SHAPE.fullmatch(name) or name != unicodedata.normalize("NFKC", name):
        return MISSHAPEN
    if len({categories.alias(char) for char in name if char.isalpha()} - {"COMMON", "INHERITED"}) > 1:
        return MIXED
    look = likeness(name)
    return KEPT if look in RESERVED or look.startswith(likeness(NEUTRAL)) else ""


def validate(name: str) -> None:
    """Refuse a name that nobody can be called. Raises ValidationError."""
    if message := unfit(name):
        raise ValidationError(message)
