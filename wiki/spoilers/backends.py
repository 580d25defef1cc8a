"""Loads the signed-in reader together with their bookmarks, in one query."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model

BOOKMARK = ("work_id", "work__stamp", "until_id", "plus", "minus")


class ReaderBackend(AuthenticationBackend):  # type: ignore[misc]
    """By name or e-mail address; every request needs the lens, and most need nothing else, hence the one query."""

    def get_user(self, user_id: Any) -> Any:
        """Give an active user with `bookmark_rows`: (work id, work stamp, until id, plus, minus) each."""
        model = get_user_model()
        columns = [field.attname for field in model._meta.concrete_fields]
        bookmark = [f"bookmarks__{column}" for column in BOOKMARK]
        rows = list(
            model._default_manager.filter(pk=user_id)
            .order_by("bookmarks__work__position", "bookmarks__work__code")
            .values_list(*columns, *bookmark)
        )
        if not rows:
            return None
        user: Any = model.from_db(model._default_manager.db, columns, rows[0][: len(columns)])
        user.bookmark_rows = [row[len(columns) :] for row in rows if row[len(columns)] is not None]
        return user if self.user_can_authenticate(user) else None
