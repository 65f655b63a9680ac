"""Twelve hours of a wall, played at speed: what it holds in memory does not grow (long, `make faults`)."""

import re

import pytest
from playwright.async_api import Page

from tests.browser.windows import CUT, SIGNED_OUT, Scene, ago, until_live
from tests.faults_log import say

pytestmark = pytest.mark.faults

HOURS, STEP_S, REPORTS = 12, 20, 2
STEPS = HOURS * 3600 // STEP_S
STATUSES = ("mobilise", "tension", "deborde", "veille")
EXPECTED = re.compile(f"{CUT.pattern}|{SIGNED_OUT.pattern}")
#: Between the middle, when all that is bounded is full, and the end: what a collection leaves behind, and no more.
GROWTH, SLACK = 1.1, 1_000_000


async def test_a_wall_holds_no_more_after_twelve_hours_than_after_six(scene: Scene):
    communes = _communes(scene)
    dossier = scene.declare(*communes)
    path = f"/dossiers/{dossier}/mur?tour={STEP_S}"
    page = await scene.window("permanence", path, driven_clock=True, expected=EXPECTED)
    await until_live(page)

    held: list[dict[str, int]] = []
    for step in range(STEPS + 1):
        if step in (STEPS // 24, STEPS // 2, STEPS):
            held.append(await _held(page))
        for turn in range(REPORTS):
            _report(scene, dossier, communes, step * REPORTS + turn)
        await page.clock.fast_forward(STEP_S * 1000)

    start, middle, end = held
    told = ", ".join(f"{one['heap'] / 1e6:.1f} Mo et {one['nodes']} nœuds" for one in held)
    say(f"mur, {HOURS} h à {REPORTS * 3600 // STEP_S} comptes rendus par heure, au début, au milieu, à la fin", told)
    assert end["heap"] <= middle["heap"] * GROWTH + SLACK, told
    assert end["nodes"] <= middle["nodes"] * GROWTH + 500, told
    assert end["listeners"] <= start["listeners"] + 50, told


def _communes(scene: Scene) -> list[str]:
    """Some communes of Seine-et-Marne that have a CCAS."""
    asked = {"q": "s", "departement": "77", "limit": 100}
    found = scene.as_("permanence").get("/api/territory/communes", params=asked).json()
    return [commune["code"] for commune in found if commune["competent"]["kind"] == "ccas"]


def _report(scene: Scene, dossier: str, communes: list[str], number: int) -> None:
    commune = communes[number % len(communes)]
    figures = {"sheltered": {"value": number % 97, "quality": "constate"}}
    status = STATUSES[number // len(communes) % len(STATUSES)]
    said = {"body": f"ccas-{commune}", "status": status, "observed_at": ago(), "figures": figures}
    scene.do(dossier, "report.file", **said)


async def _held(page: Page) -> dict[str, int]:
    """What the page holds after a collection, in bytes, in nodes and in listeners."""
    session = await page.context.new_cdp_session(page)
    await session.send("HeapProfiler.collectGarbage")
    await session.send("HeapProfiler.collectGarbage")
    heap = await session.send("Runtime.getHeapUsage")
    counters = await session.send("Memory.getDOMCounters")
    await session.detach()
    return {"heap": int(heap["usedSize"]), "nodes": counters["nodes"], "listeners": counters["jsEventListeners"]}
