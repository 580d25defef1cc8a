"""Settings fail loudly, and production's are safe. Each case is a process of its own."""

import json
import os
import subprocess
import sys

import pytest

PRODUCTION = {"SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": "wiki.example"}


def run(code, **environment):
    clean = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "SYSTEMROOT")}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=clean | environment)


def settings(names, **environment):
    code = f"import json, wiki.settings as s; print(json.dumps({{n: getattr(s, n) for n in {names!r}}}, default=str))"
    result = run(code, **environment)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    ("environment", "named", "not_named"),
    [
        ({}, ["SECRET_KEY", "ALLOWED_HOSTS"], []),
        ({"SECRET_KEY": "x"}, ["ALLOWED_HOSTS"], ["SECRET_KEY ("]),
        ({"ALLOWED_HOSTS": "x", "SECRET_KEY": " "}, ["SECRET_KEY"], ["ALLOWED_HOSTS ("]),
    ],
)
def test_without_debug_what_is_missing_is_named(environment, named, not_named):
    result = run("import wiki.settings", **environment)
    assert result.returncode != 0
    message = result.stderr.strip().splitlines()[-1]
    assert all(name in message for name in named)
    assert not any(name in message for name in not_named)


def test_sqlite_is_the_default_with_its_safe_options():
    found = settings(["DATABASES", "CACHES", "MAIL_TRANSPORT", "SITE_URL"], DEBUG="true")
    options = found["DATABASES"]["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    assert "foreign_keys=ON" in options["init_command"]
    assert "mmap_size" not in options["init_command"]
    assert options["timeout"] >= 5
    assert "locmem" in found["CACHES"]["default"]["BACKEND"]
    assert "console" in found["MAIL_TRANSPORT"]
    assert found["SITE_URL"] == "http://127.0.0.1:8000"


def test_postgresql_comes_with_a_pool_and_redis_with_djangos_own_cache():
    found = settings(
        ["DATABASES", "CACHES"], DEBUG="true", DATABASE_URL="postgres://a:b@h/d", REDIS_URL="redis://h:6379/1"
    )
    assert "postgresql" in found["DATABASES"]["default"]["ENGINE"]
    assert found["DATABASES"]["default"]["OPTIONS"]["pool"]["max_size"] > 1
    assert found["CACHES"]["default"]["BACKEND"] == "django.core.cache.backends.redis.RedisCache"


def test_production_speaks_https_only():
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "DEBUG"]
    found = settings(names, **PRODUCTION)
    assert found == dict.fromkeys(names[:3], True) | {"SECURE_HSTS_SECONDS": 31_536_000, "DEBUG": False}


def test_passwords_are_hashed_with_argon2_and_staff_need_a_second_factor_in_production():
    names = ["PASSWORD_HASHERS", "STAFF_NEED_MFA", "SITE_URL", "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"]
    found = settings(names, **PRODUCTION)
    assert found["PASSWORD_HASHERS"][0].endswith("Argon2PasswordHasher")
    assert [found[name] for name in names[1:]] == [True, "https://wiki.example", False]
    assert settings(["STAFF_NEED_MFA"], DEBUG="true") == {"STAFF_NEED_MFA": False}


def test_a_proxy_is_trusted_once_it_is_there():
    for environment, count in (({}, 0), ({"BEHIND_PROXY": "true"}, 1), ({"TRUSTED_PROXY_COUNT": "2"}, 2)):
        assert settings(["TRUSTED_PROXY_COUNT"], **PRODUCTION, **environment) == {"TRUSTED_PROXY_COUNT": count}


def test_the_open_connection_has_the_options(db):
    from django.db import connection

    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            assert int(cursor.fetchone()[0]) >= 140000
        return
    with connection.cursor() as cursor:
        values = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("foreign_keys", "busy_timeout")}
    assert values == {"foreign_keys": 1, "busy_timeout": 20_000}


def test_mails_give_the_address_that_the_settings_say_never_one_of_a_request():
    assert settings(["SITE_URL"], **PRODUCTION) == {"SITE_URL": "https://wiki.example"}
    assert settings(["SITE_URL"], **PRODUCTION, SITE_URL="https://alias.example/") == {
        "SITE_URL": "https://alias.example"
    }


def test_threads_share_their_connections_to_redis():
    """Django makes a cache for each thread. What a thread opened is used by the next one, and not left to it."""
    code = """
import django, threading; django.setup()
from django.core.cache import cache
pools = []
def ask():
    pools.append(cache._cache._get_connection_pool(write=True))
for _ in range(2):
    thread = threading.Thread(target=ask); thread.start(); thread.join()
assert pools[0] is pools[1]
"""
    result = run(code, DEBUG="true", REDIS_URL="redis://127.0.0.1:6379/15", DJANGO_SETTINGS_MODULE="wiki.settings")
    assert result.returncode == 0, result.stderr
