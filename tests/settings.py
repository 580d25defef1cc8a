"""The site's own settings as tests need them: development mode, and a password hash that is quick to make."""

import os
import tempfile

os.environ.setdefault("DEBUG", "true")

from wiki.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_media = tempfile.TemporaryDirectory(prefix="alias-media-")
MEDIA_ROOT = _media.name
