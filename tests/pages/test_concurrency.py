"""Processes that save at the same time lose nothing. `tests.benchmarks.concurrency` does it for longer."""

import os
import subprocess
import sys

from django.conf import settings
from django.db import connection

SECONDS = "6"


def test_four_processes_save_to_the_same_pages(tmp_path, db):
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'shared.sqlite3'}", "DEBUG": "true"}
    name = "alias_concurrency"
    if connection.vendor == "postgresql":
        environment["DATABASE_URL"] = _own_database(name)
    command = [sys.executable, "-m", "tests.benchmarks.concurrency", SECONDS]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[0]) >= 4  # each of them has saved; how often depends on the machine


def _own_database(name):
    """Make a database that is not the tests’ own, and give its address."""
    import psycopg

    own = connection.settings_dict
    address = f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT'] or 5432}"
    with psycopg.connect(f"{address}/postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
    return f"{address}/{name}"
