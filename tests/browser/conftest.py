"""A real browser on a real server, with the first wiki loaded."""

import shutil

import pytest

from wiki.interchange import folder

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.xdist_group("browser"))
            item.add_marker(pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-quic"]}


@pytest.fixture
def site(live_server, transactional_db):
    from tests.interchange.test_content import CONTENT

    folder.load(CONTENT)
    return live_server.url


@pytest.fixture
def complaints(page):
    """Collect what the browser complains of: errors, blocked styles and scripts."""
    found = []
    page.on("console", lambda message: found.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found
