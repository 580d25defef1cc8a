"""The person who reads, writes or moderates."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """An account. It stands here from the first migration, so that it can grow."""

    class Meta(AbstractUser.Meta):
        pass
