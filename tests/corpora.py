"""Reads the corpora: cases that nobody of this project wrote. Absent folder: skipped, unless CI asks for all."""

import json
import os
from pathlib import Path

import pytest
from django.db import connection

FOLDER = Path(os.environ.get("ALIAS_CORPORA", Path(__file__).parents[2] / "shared" / "corpora"))

needs_corpora = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the corpora folder {FOLDER.name} is absent; set ALIAS_CORPORA"
)


def load(name):
    """Give the cases of one corpus, none where the folder is absent."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8")) if FOLDER.is_dir() else []


def shared(name):
    """Give half of the cases of a corpus, the others on the other database: together they ask all."""
    return load(name)[connection.vendor == "postgresql" :: 2]
