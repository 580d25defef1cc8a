"""Connections to Redis, one pool for a process: Django makes a cache for each thread, and each would keep its own."""

from functools import cache
from typing import Any

import redis


class SharedPool(redis.ConnectionPool):
    """The pool of an address, the same for all threads. A thread that ends leaves no open connection behind."""

    @classmethod
    @cache
    def from_url(cls, url: str, **options: Any) -> "SharedPool":
        """Give the pool that was made for this address and these options, or make it."""
        return super().from_url(url, **options)
