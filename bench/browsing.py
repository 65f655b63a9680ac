"""What a person at a screen waits for: a real Chromium before a crisis of 4,100 bodies.

Durations come from the browser's own trace (every task of the page's main thread), the memory from its heap
after a collection. The page is the board as anybody opens it.
"""

import json
import os
import shutil
import threading
import time
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

from playwright.sync_api import CDPSession, Page, sync_playwright

from crisiscoord.clock import SystemClock
from crisiscoord.domain.words import format_instant

from . import scene
from .servers import Server, crisiscoord

CHROMIUM = os.environ.get("CRISISCOORD_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--enable-precise-memory-info")
#: Reports a second while tasks are timed.
PACE = 60
#: Left to the page to draw the last of it before its memory is weighed.
SETTLE_MS = 2_000
_SIZE = {"width": 1366, "height": 900}
_BOARD = f"/dossiers/{scene.DOSSIER}"
#: The matrix says how many rows it stands for, head included; the map how many marks it has drawn: all, but for the few
#: bodies whose commune has no known position.
_DRAWN = """(count) => {
  const rows = document.querySelector("[aria-rowcount]"), map = document.querySelector("[data-marks]");
  return rows && map && Number(rows.ariaRowCount ?? rows.getAttribute("aria-rowcount")) >= count
    && Number(map.dataset.marks) >= count * 0.99;
}"""
#: From the last byte of the snapshot to the frame in which all is drawn.
_SINCE_SNAPSHOT = """() => new Promise((done) => requestAnimationFrame(() => {
  const board = performance.getEntriesByType("resource").filter((one) => one.name.includes("/board")).at(-1);
  done(performance.now() - board.responseEnd);
}))"""
#: The head says which entry of the journal it has come to.
_REACHED = """(seq) => Number(document.querySelector(".head .facts div:last-child dd")
  ?.textContent.replace(/\\D/g, "")) >= seq"""
#: From a change of a field to the frame after the one that shows it.
_TYPED = """([field, value]) => new Promise((done) => {
  const began = performance.now();
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
})"""


def measure(folder: Path, seconds: float, many: int) -> dict[str, Any]:
    """Open the board of 4,100 bodies, follow it at 60 reports a second for `seconds`, then `many` reports at once.

    Returns {} where there is no Chromium.
    """
    if CHROMIUM is None:
        return {}
    token = scene.permanence(folder)
    codes = scene.largest_communes(scene.MANY_BODIES)
    with crisiscoord(folder) as server, sync_playwright() as playwright:
        scene.declare(server, token, codes)
        bodies = scene.bodies(codes)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=[*_FLAGS])
        context = browser.new_context(base_url=f"http://127.0.0.1:{server.port}", viewport=_SIZE, locale="fr-FR")
        context.request.post("/api/session", data=json.dumps({"token": token}), headers=_JSON)
        page = context.new_page()
        first = _first_load(page)
        page.goto(_BOARD)
        page.wait_for_function(_DRAWN, arg=len(bodies), timeout=60_000)
        drawn_ms = page.evaluate(_SINCE_SNAPSHOT)
        found = {
            "bodies": len(bodies),
            "first_load_kb": first / 1024,
            "drawn_ms": drawn_ms,
            **_filters(page),
            **_tasks(page, server, token, bodies, seconds),
            **_memory(context.new_cdp_session(page), page, server, token, bodies, many),
        }
        browser.close()
    return found


_JSON = {"content-type": "application/json"}


def _first_load(page: Page) -> int:
    """Return the bytes that came over the wire for the first page, but for the data and the map, which comes after."""
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    sizes: dict[str, int] = {}
    data: set[str] = set()
    client.on("Network.requestWillBeSent", lambda said: _is_data(said) and data.add(said["requestId"]))
    client.on(
        "Network.loadingFinished", lambda said: sizes.__setitem__(said["requestId"], int(said["encodedDataLength"]))
    )
    page.goto(_BOARD, wait_until="networkidle")
    return sum(size for request, size in sizes.items() if request not in data)


def _is_data(said: dict[str, Any]) -> bool:
    return "/api/" in said["request"]["url"] or "/map/" in said["request"]["url"]


def _filters(page: Page) -> dict[str, float]:
    """Return how long a filter by text takes to show, the middle of some tries."""
    field = page.locator("input[type=search]").first.element_handle()
    waits = sorted(page.evaluate(_TYPED, [field, text]) for text in ("saint", "mel", "", "vi", ""))
    return {"filter_ms": waits[len(waits) // 2]}


def _tasks(page: Page, server: Server, token: str, bodies: list[str], seconds: float) -> dict[str, float]:
    """Return p95 and longest of the page's tasks of 1 ms and more, in milliseconds, under a steady pace of reports.

    On the clock, and in processor time of the page's thread: the second hardly depends on who else is running.
    """
    browser = page.context.browser
    assert browser is not None
    browser.start_tracing(page=page, categories=["toplevel", "devtools.timeline", "disabled-by-default-lighthouse"])
    ending = threading.Event()
    reporter = threading.Thread(target=_report_steadily, args=(server, token, bodies, ending), daemon=True)
    reporter.start()
    page.wait_for_timeout(seconds * 1e3)
    ending.set()
    reporter.join()
    events = json.loads(browser.stop_tracing())["traceEvents"]
    main = {(one["pid"], one["tid"]) for one in events if one.get("args", {}).get("name") == "CrRendererMain"}
    tasks = [
        one
        for one in events
        if one["name"] in ("RunTask", "ThreadControllerImpl::RunTask")
        and (one["pid"], one["tid"]) in main
        and one.get("dur", 0) >= 1_000
    ]
    took, cpu = (sorted(one.get(kind, 0) / 1e3 for one in tasks) or [0.0] for kind in ("dur", "tdur"))
    return {
        "task_p95_ms": took[len(took) * 95 // 100],
        "task_most_ms": took[-1],
        "tasks_over_50": sum(one > 50 for one in took),
        "task_cpu_p95_ms": cpu[len(cpu) * 95 // 100],
        "task_cpu_most_ms": cpu[-1],
        "busy_cpu_ms": sum(cpu) / seconds,
    }


def _memory(
    client: CDPSession, page: Page, server: Server, token: str, bodies: list[str], many: int
) -> dict[str, float]:
    """Return the heap after a tenth of `many` reports, and after all of them, in megabytes."""
    heaps = []
    for count in (many // 10, many - many // 10):
        seq = 0
        for command in islice(_reports(bodies), count):
            seq = _send(server, token, command)
        page.wait_for_function(_REACHED, arg=seq, polling=200)
        page.wait_for_timeout(SETTLE_MS)
        client.send("HeapProfiler.collectGarbage")
        heaps.append(page.evaluate("performance.memory.usedJSHeapSize") / 1e6)
    return {"heap_first_mb": heaps[0], "heap_last_mb": heaps[1], "reports": many}


def _report_steadily(server: Server, token: str, bodies: list[str], ending: threading.Event) -> None:
    began = time.monotonic()
    for number, command in enumerate(_reports(bodies)):
        if ending.wait(max(0.0, began + number / PACE - time.monotonic())):
            return
        _send(server, token, command)


def _reports(bodies: list[str]) -> Any:
    statuses = ("veille", "mobilise", "tension", "deborde")
    number = 0
    while True:
        for body in bodies:
            number += 1
            yield {
                "id": str(uuid4()),
                "dossier": scene.DOSSIER,
                "do": "report.file",
                "body": body,
                "status": statuses[number % 31 % 4],
                "observed_at": format_instant(SystemClock().now()),
                "figures": {"sheltered": {"value": number % 200, "quality": "constate"}},
            }


def _send(server: Server, token: str, command: dict[str, Any]) -> int:
    request = Request(
        f"http://127.0.0.1:{server.port}/api/commands",
        data=json.dumps(command).encode(),
        headers={**scene.bearer(token), **_JSON},
    )
    with urlopen(request, timeout=30) as answer:
        last: int = json.load(answer)["last"]
        return last
