"""How long an update takes to the last of many viewers: alone, and in a burst; and what a viewer costs."""

from pathlib import Path
from typing import Any

from . import scene
from .servers import Server, crisiscoord, load, naive

#: Commands of the burst, all sent within one second; the naive server is offered a tenth.
BURST, NAIVE_BURST = 1_000, 100
#: Seconds between two single updates, and that a burst may take to be seen by all.
PAUSE, PATIENCE = 0.1, 60.0


def measure(folder: Path, counts: tuple[int, ...], updates: int) -> dict[str, Any]:
    """Measure single updates to each of `counts` viewers, then a burst to the last of them."""
    accounts = scene.accounts(folder, counts[-1] // 20 + 1)
    reporter = next(iter(accounts.values()))[0]
    job = {"dossier": scene.DOSSIER, "bodies": scene.bodies(scene.communes()), "headers": scene.bearer(reporter)}
    found: dict[str, Any] = {}
    with crisiscoord(folder) as ours, naive(folder) as plain:
        scene.declare(ours, reporter, scene.communes())
        lines = 0
        for count in counts:
            one = {"do": "single", "reporters": 1, "updates": updates, "pause": PAUSE, **job}
            found[str(count)] = {
                "crisiscoord": _run(ours, scene.screens(ours, accounts, count), count, one),
                "naive": _run(plain, scene.naive_screens(count, lines), count, one),
            }
            lines += updates
        count = counts[-1]
        burst = {"do": "burst", "reporters": 256, "seconds": PATIENCE, **job}
        screens = scene.screens(ours, accounts, count)
        found["burst"] = {
            "crisiscoord": _run(ours, screens, count, {**burst, "updates": BURST, "seed": 7}),
            "naive": _run(
                plain, scene.naive_screens(count, lines), count, {**burst, "updates": NAIVE_BURST, "seed": 7}
            ),
            "viewers": count,
        }
    return found


def _run(server: Server, screens: list[dict[str, Any]], count: int, job: dict[str, Any]) -> dict[str, Any]:
    memory, cpu = server.rss(), server.cpu_s()
    with load(server, viewers=screens, **job) as client:
        kilobytes = (server.rss() - memory) / 1024 / count
        before = server.cpu_s()
        connect = (before - cpu) / count * 1e6
        found = client.go()
        used = server.cpu_s() - before
    frames = max(found["frames"], 1)
    return {**found, "kb_each": kilobytes, "connect_us": connect, "cpu_s": used, "frame_us": used / frames * 1e6}
