"""People at their screens: a service in demonstration mode, and the windows in which its people are signed in."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import httpx2
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from tests.programs import Server

NEMOURS, MELUN = "77333", "77288"
#: What the browser says by itself while nobody is signed in: the sign-in page asks who is there.
SIGNED_OUT = re.compile(r"401.*/api/session$")
#: What the browser says by itself while the server cannot be reached.
CUT = re.compile(r"WebSocket connection to|net::ERR_|Failed to load resource")
#: Milliseconds that a page has to show what is expected of it, and to let itself be used.
PATIENCE_MS = 10_000
DESKTOP, PHONE = {"width": 1366, "height": 900}, {"width": 390, "height": 844}


class Scene:
    """A service, what happens there behind the scenes, and the windows of a test."""

    def __init__(self, server: Server, browser: Browser) -> None:
        self.server, self.browser = server, browser
        self._clients: dict[str, httpx2.Client] = {}
        self._windows: list[Window] = []

    async def window(
        self,
        who: str | None,
        path: str = "/",
        *,
        url: str | None = None,
        size: Mapping[str, int] = DESKTOP,
        expected: re.Pattern[str] = SIGNED_OUT,
        driven_clock: bool = False,
    ) -> Page:
        """Open a page as somebody of the demonstration; `expected` are complaints of the browser that are none."""
        base = url or self.server.url
        context = await self.browser.new_context(
            base_url=base, locale="fr-FR", timezone_id="Europe/Paris", viewport={**size}, reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE_MS)
        if who is not None:
            await sign_in(context, who)
        if driven_clock:
            await context.clock.install()
        page = await context.new_page()
        self._windows.append(Window(context, page, expected))
        await page.goto(path)
        return page

    def as_(self, who: str) -> httpx2.Client:
        """Return a program that is signed in as somebody of the demonstration."""
        if who not in self._clients:
            client = self.server.client()
            client.post("/api/demo/session", json={"key": who}).raise_for_status()
            self._clients[who] = client
        return self._clients[who]

    def do(self, dossier: str, do: str, who: str = "permanence", **fields: Any) -> dict[str, Any]:
        """Send one command."""
        command = {"id": str(uuid4()), "dossier": dossier, "do": do, **fields}
        response = self.as_(who).post("/api/commands", json=command)
        assert response.is_success, response.text
        receipt: dict[str, Any] = response.json()
        return receipt

    def declare(self, *communes: str, dossiers: Any = count(1), **fields: Any) -> str:  # noqa: B008
        """Declare one more crisis, an exercise at Nemours and Melun unless said otherwise; return its id."""
        dossier = f"crue-{next(dossiers)}-{uuid4().hex[:6]}"
        said = {
            "title": f"Crue d’essai {dossier[5:]}",
            "hazard": "inondation",
            "occurred_at": ago(hours=2),
            "reason": "Deux communes évacuent.",
            "communes": communes or (NEMOURS, MELUN),
            "exercise": True,
        }
        self.do(dossier, "crisis.declare", **said | fields)
        return dossier

    def report(self, dossier: str, text: str = "", who: str = "ccas-nemours", **fields: Any) -> dict[str, Any]:
        """File a report of the CCAS of Nemours."""
        said = {"body": f"ccas-{NEMOURS}", "status": "mobilise", "observed_at": ago(), **fields}
        return self.do(dossier, "report.file", who, **said, **({"text": text} if text else {}))

    def lines(self, dossier: str, kind: str = "") -> list[dict[str, Any]]:
        """Return the lines of a journal, of one kind or of all."""
        query = {"limit": 500, **({"kind": kind} if kind else {})}
        page = self.as_("permanence").get(f"/api/dossiers/{dossier}/journal", params=query).json()
        lines: list[dict[str, Any]] = page["entries"]
        return lines

    async def close_windows(self) -> list[str]:
        """Close every window; return what browsers complained of."""
        windows, self._windows = self._windows, []
        for window in windows:
            await window.context.close()
        return [complaint for window in windows for complaint in window.complaints]

    def close(self) -> None:
        for client in self._clients.values():
            client.close()


class Window:
    """A page, and what its browser complained of: console errors, exceptions, violations of the policy."""

    def __init__(self, context: BrowserContext, page: Page, expected: re.Pattern[str]) -> None:
        self.context, self._expected = context, expected
        self.complaints: list[str] = []
        page.on("console", lambda said: self._note(said.type, f"{said.text} {said.location.get('url', '')}"))
        page.on("pageerror", lambda error: self._note("error", str(error)))

    def _note(self, kind: str, text: str) -> None:
        policy = "Content Security Policy" in text
        if policy or (kind in ("error", "warning") and not self._expected.search(text)):
            self.complaints.append(text)


async def sign_in(context: BrowserContext, who: str) -> None:
    answer = await context.request.post("/api/demo/session", data={"key": who})
    assert answer.ok, await answer.text()


def ago(**by: float) -> str:
    return (datetime.now(UTC) - timedelta(**by)).isoformat(timespec="milliseconds")


def connection(page: Page) -> Locator:
    """The words that say whether this screen can be believed."""
    return page.locator(".link")


def fold(page: Page | Locator, title: str) -> Locator:
    """What opens under a title."""
    return page.locator(f"details:has(> summary:has-text('{title}'))").first


async def unfold(page: Page | Locator, title: str) -> Locator:
    found = fold(page, title)
    await found.locator("summary").first.click()
    return found


async def board_text(page: Page) -> str:
    """What a board shows, without the hour at which it was last confirmed and what depends on the minute."""
    text = await page.locator("main").inner_text()
    return re.sub(r"\d+\s(?:s|min)\b", "…", text)


async def until_live(page: Page) -> None:
    await expect(connection(page)).to_contain_text("à jour à")
