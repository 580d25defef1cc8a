"""Slows down whoever signs up by the hundred: the browser solves a puzzle, or, without JavaScript, one waits a while.

The puzzle is altcha's proof of work. No third party is asked; what is spent is remembered in the shared cache.
"""

from __future__ import annotations

import hashlib
import secrets
import time
import zlib
from typing import Any

from altcha.v2 import Payload, create_challenge, verify_solution
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.utils import timezone

ALGORITHM = "PBKDF2/SHA-256"
COST = 500  # rounds of hashing for each try
LASTS = 30 * 60
PAYLOAD_MAX = 4000
SALT = "wiki.accounts.puzzles"
SIGNER = signing.Signer(salt=SALT)

AGAIN = "Your browser’s puzzle was not solved or is too old. Please press “Sign up” again."
WAIT = (
    "Without JavaScript this site asks for a little patience, against sign-ups by machines. "
    "Please wait {} seconds more, and press “Sign up” again; what you typed is kept."
)


def challenge() -> dict[str, Any]:
    """Make a puzzle, which is solved after a number of tries that only we know beforehand."""
    most = settings.SIGN_UP_WORK
    tries = most // 2 + int(secrets.token_hex(4), 16) % most
    expires = int(timezone.now().timestamp()) + LASTS
    made = create_challenge(ALGORITHM, COST, counter=tries, expires_at=expires, hmac_secret=_secret())
    return made.to_dict()


def _secret() -> str:
    return hashlib.sha256(f"{SALT} {settings.SECRET_KEY}".encode()).hexdigest()


def ticket() -> str:
    """Give a ticket that tells when a form was opened."""
    return SIGNER.sign_object([int(timezone.now().timestamp()), secrets.token_hex(8)])


def refusal(work: str, opened: str) -> str:
    """Say what is missing for an account, "" when nothing is. What pays for it is spent then."""
    if work:
        return "" if _is_solved(work) else AGAIN
    try:
        at, one = SIGNER.unsign_object(opened)
        left = settings.SIGN_UP_WAIT - (int(timezone.now().timestamp()) - at)
    except (signing.BadSignature, TypeError, ValueError, zlib.error):
        return AGAIN
    if left > 0:
        return WAIT.format(left)
    return "" if left > -LASTS and _spend(f"ticket {one}") else AGAIN


def _is_solved(work: str) -> bool:
    if len(work) > PAYLOAD_MAX or not work.isascii():
        return False
    try:
        payload = Payload.from_base64(work)
        is_right = verify_solution(payload, _secret()).verified
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        return False
    return is_right and _spend(f"challenge {payload.challenge.signature}")


def _spend(what: str) -> bool:
    """Use something up; False for what was used before. One step of the cache, so that two cannot use it at once."""
    key = f"spent:{hashlib.sha256(what.encode()).hexdigest()}"
    return bool(cache.add(key, int(time.time()), 2 * LASTS))
