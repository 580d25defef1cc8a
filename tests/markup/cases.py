"""Reads cases from a text file: a title, lines of input after ">", lines of the result after "<"."""

from pathlib import Path

FOLDER = Path(__file__).parent / "cases"


def read(name):
    """Give (title, input, result) for each case."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [_case(block.split("\n")) for block in text.strip().split("\n\n")[1:]]


def _case(lines):
    title, *rest = lines
    return title, _side(rest, ">"), _side(rest, "<")


def read_edits(name):
    """Give (title, whole text, edit, result) for each case; the edit stands after "="."""
    blocks = (FOLDER / name).read_text(encoding="utf-8").strip().split("\n\n")[1:]
    cases = [block.split("\n") for block in blocks]
    return [(title, *(_side(rest, mark) for mark in ">=<")) for title, *rest in cases]


def _side(lines, mark):
    return "".join(line[2:] + "\n" for line in lines if line.startswith(mark))
