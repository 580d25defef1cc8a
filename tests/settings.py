"""The site's own settings as tests need them: development mode, and a password hash that is quick to make."""

import os
import tempfile

os.environ.setdefault("DEBUG", "true")

from wiki.settings import *  # noqa: F403

LIMITS["edit"] = LIMITS["comment"] = LIMITS["history"] = "10000/minute"  # noqa: F405  (the tests of limits set them)
REVIEW_PEOPLE = "nobody"  # the tests of what waits set it
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_media = tempfile.TemporaryDirectory(prefix="alias-media-")
MEDIA_ROOT = _media.name
MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
if REDIS_URL:  # noqa: F405  (a database for each worker: they build different worlds under the same ids)
    _server, _, _number = REDIS_URL.rpartition("/")  # noqa: F405
    _worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    CACHES["default"]["LOCATION"] = f"{_server}/{(int(_number) - _worker) % 16}"  # noqa: F405
SIGN_UP_WORK, SIGN_UP_WAIT = 10, 60
