"""Loads the signed-in reader together with their bookmarks and last steps, in one query."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model

BOOKMARK = ("work_id", "work__stamp", "until_id", "plus", "minus")
TRAIL = ("last", "floor", "steps", "read")


class ReaderBackend(AuthenticationBackend):  # type: ignore[misc]
    """By name or e-mail address; every request needs the lens, and most need nothing else, hence the one query."""

    def get_user(self, user_id: Any) -> Any:
        """Give an active user with `trail_row`, and `bookmark_rows`: (work id, stamp, until id, plus, minus) each."""
        model = get_user_model()
        columns = [field.attname for field in model._meta.concrete_fields]
        trail = [f"trail__{column}" for column in TRAIL]
        bookmark = [f"bookmarks__{column}" for column in BOOKMARK]
        rows = list(
            model._default_manager.filter(pk=user_id)
            .order_by("bookmarks__work__position", "bookmarks__work__code")
            .values_list(*columns, *trail, *bookmark)
        )
        if not rows:
            return None
        user: Any = model.from_db(model._default_manager.db, columns, rows[0][: len(columns)])
        start = len(columns) + len(trail)
        user.trail_row = rows[0][len(columns) : start]
        user.bookmark_rows = [row[start:] for row in rows if row[start] is not None]
        return user if self.user_can_authenticate(user) else None
