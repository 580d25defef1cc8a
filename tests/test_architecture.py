"""Imports point down only; the few doors to gated content stay few."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = [package for package in (ROOT / "wiki", ROOT / "characters", ROOT / "articles") if package.is_dir()]

# From the top down. What stands in one line does not import each other, but for what MAY says.
LAYERS = [
    ["wiki.urls", "wiki.wsgi", "wiki.asgi"],
    ["characters", "articles"],
    ["wiki.moderation", "wiki.interchange"],
    ["wiki.discussion"],
    ["wiki.search"],
    ["wiki.pages"],
    ["wiki.notifications"],
    ["wiki.spoilers", "wiki.accounts", "wiki.markup"],
    ["wiki.queue"],
    ["wiki.settings", "wiki.errors", "wiki.requests", "wiki.pools", "wiki.crawlers"],
]
MAY = {
    ("wiki.spoilers", "wiki.markup"),
    # What people say of themselves has gates, and bookmarks go with an account. The other way round there is nothing:
    # works and bookmarks know people by the setting AUTH_USER_MODEL alone.
    ("wiki.accounts", "wiki.spoilers"),
    ("wiki.accounts", "wiki.markup"),
}

# Who may open sealed content, and why.
UNSEAL = {
    "wiki/spoilers/sealed.py": "defines it",
    "wiki/spoilers/reading.py": "shows titles of releases through the lens",
    "wiki/spoilers/anniversaries.py": "shows titles of releases through the lens",
    "wiki/spoilers/admin.py": "shows a title to a moderator whose lens sees it",
    "wiki/accounts/profiles.py": "projects what people say of themselves, and gives it back to them whole",
    "wiki/pages/state.py": "makes a state, to be projected",
    "wiki/pages/reading.py": "prints names that the query has filtered",
    "wiki/pages/looking.py": "prints names and summaries that history has judged",
    "wiki/pages/special.py": "prints titles that the query has filtered",
    "wiki/pages/tagging.py": "prints what tags are called, which the query has filtered",
    "wiki/pages/synonyms.py": "names the tags of a synonym that the lens sees",
    "wiki/pages/images.py": "prints the words of images that the lens sees",
    "wiki/pages/pending.py": "prints the summary of an edit to who sees all gates that it touches",
    "wiki/pages/deciding.py": "saves the summary of an edit that waited",
    "wiki/pages/drafts.py": "gives people back what they typed themselves",
    "wiki/search/record.py": "cuts texts into passages, each with its gate",
    "wiki/search/ranking.py": "compares names that the query has filtered with what was typed",
    "wiki/search/reading.py": "prints passages that the query has filtered",
    "wiki/search/guessing.py": "compares names and facts that the query has filtered",
    "wiki/search/suggesting.py": "prints names that the query has filtered",
    "wiki/discussion/record.py": "hands comments to search, each with its gate",
    "wiki/discussion/texts.py": "projects comments, and gives people back what they typed themselves",
    "characters/appearing.py": "prints roles and credits that the query has filtered",
    "characters/bonds.py": "prints names of pages that the query has filtered",
    "characters/facets.py": "names values that the query has filtered",
    "characters/listing.py": "prints values that the query has filtered",
    "characters/reading.py": "prints notes and performers that the query has filtered",
    "characters/relations.py": "prints relationships that the query has filtered",
    "characters/unlocking.py": "prints roles and relationships that the query has filtered",
    "articles/claims.py": "prints what is told of claims, which the query has filtered",
    "articles/coming.py": "asks the lens for the pages that sources name before it prints them",
    "articles/lists.py": "prints values that the query has filtered",
    "articles/unlocking.py": "prints outcomes and claims that the query has filtered",
    "articles/reading.py": "prints what articles claim, which the query has filtered",
    "wiki/moderation/reports.py": "prints what was reported to who sees all gates around it",
    "wiki/interchange/works.py": "exports, on the command line",
}


def modules():
    return sorted(path for package in PACKAGES for path in package.rglob("*.py") if "migrations" not in path.parts)


def dotted(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer(name):
    """Give the depth and the part that a module belongs to, or None for one outside the house."""
    for depth, parts in enumerate(LAYERS):
        for part in parts:
            if name == part or name.startswith(part + "."):
                return depth, part
    return None


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_imports_point_down(path):
    here = layer(dotted(path))
    upward = []
    for name in imports(path):
        there = layer(name)
        if not here or not there or here[1] == there[1]:
            continue
        if there[0] < here[0] or (there[0] == here[0] and (here[1], there[1]) not in MAY):
            upward.append(name)
    assert upward == []


def test_every_module_has_its_place_in_the_layers():
    homeless = [dotted(path) for path in modules() if path.name != "__init__.py" and layer(dotted(path)) is None]
    assert homeless == []


@pytest.mark.parametrize("path", sorted((ROOT / "wiki" / "markup").glob("*.py")), ids=lambda path: path.stem)
def test_markup_knows_no_django(path):
    assert [name for name in imports(path) if name.split(".")[0] == "django"] == []


def test_only_a_few_modules_open_sealed_content():
    users = {
        path.relative_to(ROOT).as_posix()
        for path in modules()
        if any(name.endswith("sealed.unseal") for name in imports(path)) or "def unseal" in path.read_text()
    }
    assert users == set(UNSEAL)


def test_nothing_reaches_into_sealed_content_by_other_ways():
    """Neither through its attribute nor by a function of the database, whose result would not be sealed."""
    import re

    ways = re.compile(r"\._whole\b|\b(?:Substr|Left|Right|Cast|Concat|Lower|Upper|Replace|StringAgg)\(")
    users = {dotted(path) for path in modules() if ways.search(path.read_text(encoding="utf-8"))}
    assert users == {"wiki.spoilers.sealed"}


def test_only_markup_makes_safe_html():
    users = [
        dotted(path)
        for path in modules()
        if any(name.endswith(("mark_safe", "SafeString", "format_html", "render.Html")) for name in imports(path))
        and not dotted(path).startswith("wiki.markup")
    ]
    assert users == [  # for type annotations
        "wiki.pages.looking",
        "wiki.pages.people",
        "wiki.pages.previewing",
        "wiki.pages.rendering",
    ]


def test_templates_hold_no_script_no_style_and_nothing_called_safe():
    import re

    bad = re.compile(r"\|\s*safe|autoescape\s+off|<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=")
    found = [path.name for package in PACKAGES for path in package.rglob("*.html") if bad.search(path.read_text())]
    assert found == []


def test_the_top_level_holds_what_the_design_says():
    allowed = {"README.md", "manage.py", "requirements.txt", "wiki", "characters", "articles", "tests", "docs"}
    allowed |= {
        "pyproject.toml",
        "LICENSE",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "Dockerfile",
        "compose.yaml",
    }
    import subprocess

    run = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    names = {line.split("/")[0] for line in run.stdout.splitlines()}
    assert {name for name in names if not name.startswith(".")} <= allowed
