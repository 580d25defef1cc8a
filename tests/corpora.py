"""Reads the corpora: cases that nobody of this project wrote. Absent folder: skipped, unless CI asks for all."""

import json
import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("ALIAS_CORPORA", Path(__file__).parents[2] / "shared" / "corpora"))

needs_corpora = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the corpora folder {FOLDER.name} is absent; set ALIAS_CORPORA"
)


def load(name):
    """Give the cases of one corpus, none where the folder is absent."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8")) if FOLDER.is_dir() else []
