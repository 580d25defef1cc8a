"""One writer at a time, for whatever changes gates, names or links."""

from django.db import connection

WRITERS = 0x416C696173  # any constant of our own


def one_writer() -> None:
    """Wait for other writers; the lock goes with the transaction.

    A save resolves gates and names that another one may be changing. Whoever comes second has to see what the first
    one did, or a gate stays too open. SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS])
