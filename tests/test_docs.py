"""What the documents name exists."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT = Path(settings.BASE_DIR)
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_every_setting_that_readme_names_is_read_and_the_other_way_round():
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.M))
    source = (ROOT / "wiki" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source)) | {"SECRET_KEY", "ALLOWED_HOSTS"}
    assert named == read


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_and_files_exist(path):
    text = path.read_text(encoding="utf-8")
    commands = set(re.findall(r"manage\.py ([a-z_]+)", text))
    assert commands - set(get_commands()) == set()
    files = set(re.findall(r"`((?:wiki|tests|docs)/[\w./-]+)`", text))
    missing = {name for name in files if not (ROOT / name).exists()}
    assert missing == set()
    links = set(re.findall(r"\]\(([^)#:/\\][^)#:\\]*)\)", text))
    assert {link for link in links if not (path.parent / link).exists()} == set()


def test_each_recipe_stands_once_in_readme():
    recipes = re.findall(r"^- \*\*(.+?)\*\*", README, re.M)
    assert recipes == list(dict.fromkeys(recipes))


def test_the_map_names_every_folder_of_the_code():
    folders = {path.name for path in (ROOT / "wiki").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert {name for name in folders if f"`wiki/{name}/" not in README} == set()


def test_the_example_of_the_format_loads(db, tmp_path):
    from wiki.interchange import folder

    text = (ROOT / "docs" / "content-format.md").read_text(encoding="utf-8")
    works = re.search(r"```yaml\n(works:.*?)```", text, re.S)[1]
    pages = re.findall(r"```\n(---\n.*?)```", text, re.S)
    (tmp_path / "pages").mkdir()
    (tmp_path / "works.yaml").write_text(works)
    for number, page in enumerate(pages):
        page = re.sub(r"JJ \dx\d\d", "JJ 1x01", page)
        (tmp_path / "pages" / f"{number}.md").write_text(page)
    assert folder.load(tmp_path) == len(pages) == 2


def test_the_lock_names_its_command():
    for name, command in (("requirements.txt", "uv pip compile"), ("tests/requirements.txt", "uv pip compile")):
        assert command in (ROOT / name).read_text(encoding="utf-8").splitlines()[1]
