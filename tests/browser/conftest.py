"""One Chromium and one service for all the tests of a worker; each test works in dossiers and windows of its own."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, async_playwright, expect

from tests.browser.windows import PATIENCE_MS, Scene
from tests.programs import Server

#: The one without windows costs a third less.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = os.environ.get("CRISISCOORD_TEST_CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium to drive: apt-get install chromium-headless-shell, or chromium")
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=[*FLAGS])
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A service in demonstration mode, on a database of its own."""
    folder = tmp_path_factory.mktemp("service")
    database = f"sqlite:///{folder}/crisiscoord.db"
    with Server(folder, mode="demo", database=database, commands_per_minute=0) as server:
        yield server


@pytest.fixture
async def scene(service: Server, chromium: Browser) -> AsyncIterator[Scene]:
    """What a test works with. In the end no browser may have complained of anything."""
    made = Scene(service, chromium)
    yield made
    complaints = await made.close_windows()
    made.close()
    assert complaints == []
