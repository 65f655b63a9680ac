"""What was found, as a table to read (and to paste into docs/performance.md), and what must never be found."""

import os
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

Row = tuple[str, str, str, str]


def machine() -> dict[str, Any]:
    """Say where and when, and how busy the machine was."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "load": round(os.getloadavg()[0], 1),
    }


def written(found: dict[str, Any]) -> str:
    """Return the table, in Markdown."""
    where = found["machine"]
    rows = [("measure", "crisiscoord", "naive", "ratio"), ("---", "---:", "---:", "---:"), *_rows(found)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    head = "{date}, {cores} cores, load {load} before, Python {python}, {system}".format(**where)
    return "\n".join([head, "", *lines, "", f"measured in {found['seconds']:.0f} s"])


def wrong(found: dict[str, Any]) -> list[str]:
    """Say what crisiscoord lost, doubled, reordered or refused. The naive server is only watched."""
    return [
        *_wrong_writing(found.get("writing", {})),
        *_wrong_watching(found.get("watching", {})),
        *_wrong_reading(found),
    ]


def _wrong_writing(found: dict[str, Any]) -> Iterator[str]:
    for count, both in found.items():
        if both["crisiscoord"]["refused"]:
            yield f"{count} reporters: {both['crisiscoord']['refused']} refused, {both['crisiscoord']['reasons']}"


def _wrong_watching(found: dict[str, Any]) -> Iterator[str]:
    for name, both in found.items():
        ours = both["crisiscoord"]
        for fault in ("behind", "broken", "closed", "refused"):
            if ours[fault]:
                yield f"{name} viewers: {ours[fault]} {fault} {ours['reasons']}"
        if ours["seen"] != ours["accepted"]:
            yield f"{name} viewers: {ours['accepted'] - ours['seen']} commands were seen by nobody"


def _wrong_reading(found: dict[str, Any]) -> Iterator[str]:
    herd = found.get("reading", {}).get("herd", {}).get("crisiscoord")
    if herd and (herd["ok"] != herd["count"] or herd["different"] != 1):
        yield f"whole boards: {herd['ok']} of {herd['count']} answered, {herd['different']} different"


def _rows(found: dict[str, Any]) -> Iterator[Row]:
    if "writing" in found:
        yield from _writing(found["writing"])
    if "watching" in found:
        yield from _watching(found["watching"])
    if "reading" in found:
        yield from _reading(found["reading"])
    if found.get("browsing"):
        yield from _browsing(found["browsing"])
    if "going_back" in found:
        yield from _going_back(found["going_back"])
    if "ranking" in found:
        yield from _ranking(found["ranking"])
    if "helping" in found:
        yield from _helping(found["helping"])
    if "starting" in found:
        yield from _starting(found["starting"])


def _writing(found: dict[str, Any]) -> Iterator[Row]:
    for count, both in found.items():
        ours, plain, threaded = both["crisiscoord"], both["naive"], both["naive_in_threads"]
        name = f"commands/s, {count} reporters"
        yield name, f"{ours['rate']:.0f}", f"{plain['rate']:.0f}", f"×{ours['rate'] / plain['rate']:.1f}"
        yield f"{name}, naive in threads", "", f"{threaded['rate']:.0f}", f"×{ours['rate'] / threaded['rate']:.1f}"
        yield f"… p50 / p99 ms, {count}", _pair(ours, "p50_ms", "p99_ms"), _pair(plain, "p50_ms", "p99_ms"), ""
        yield f"… server CPU µs each, {count}", *_ratio(ours["cpu_us"], plain["cpu_us"], ".0f")


def _watching(found: dict[str, Any]) -> Iterator[Row]:
    for name, both in found.items():
        ours, plain = both["crisiscoord"], both["naive"]
        viewers = f"{both['viewers']} viewers, burst" if name == "burst" else f"{name} viewers, one update"
        kind = "ack → last viewer p50 / p99 ms"
        fields = ("ack_to_last_p50_ms", "ack_to_last_p99_ms")
        yield f"{viewers}: {kind}", _pair(ours, *fields), _pair(plain, *fields), ""
        sent = ("sent_to_last_p50_ms", "sent_to_last_p99_ms")
        yield "… sent → last viewer p50 / p99 ms", _pair(ours, *sent), _pair(plain, *sent), ""
        yield "… server CPU µs per frame", *_ratio(ours["frame_us"], plain["frame_us"], ".0f")
        if name == "burst":
            yield (
                "… commands accepted, seconds to the last viewer",
                *(f"{one['accepted']}, {one['wall_s']:.1f}" for one in (ours, plain)),
                "",
            )
            yield (
                "… server CPU ms per command",
                *_ratio(ours["cpu_s"] / ours["accepted"] * 1e3, plain["cpu_s"] / plain["accepted"] * 1e3, ".1f"),
            )
        yield "… lost or reordered", *(f"{one['behind'] + one['broken'] + one['closed']}" for one in (ours, plain)), ""
        if both is next(iter(found.values())):  # the later ones take the memory that the first gave back
            yield "… memory per viewer KB", *_ratio(ours["kb_each"], plain["kb_each"], ".0f")
        yield "… connecting, CPU µs per viewer", *_ratio(ours["connect_us"], plain["connect_us"], ".0f")


def _reading(found: dict[str, Any]) -> Iterator[Row]:
    opening, ours, plain = found["opening"], found["herd"]["crisiscoord"], found["herd"]["naive"]
    yield f"opening {opening['cards']} cards in {opening['entries']} entries, s", f"{opening['seconds']:.2f}", "", ""
    yield (
        f"whole board, ms each, {ours['count']} ask ({plain['count']} naive)",
        *_ratio(ours["each_ms"], plain["each_ms"], ".2f"),
    )
    yield "… server CPU ms each", *_ratio(ours["cpu_each_ms"], plain["cpu_each_ms"], ".2f")
    yield (
        "… the last of all has it, s",
        f"{ours['last_s']:.2f}",
        f"{plain['last_s'] / plain['count'] * ours['count']:.0f} (extrapolated)",
        "",
    )
    ways = found["encoding"]
    yield (
        "… encoding it once in memory, CPU ms: json / orjson / gzip on top",
        "",
        f"{ways['json']:.0f} / {ways['orjson']:.0f} / {ways['gzip']:.0f}",
        f"orjson each: ×{ways['orjson'] / ours['cpu_each_ms']:.0f}",
    )
    yield "… megabytes each", *(f"{one['bytes'] / one['count'] / 1e6:.2f}" for one in (ours, plain)), ""
    yield "commune look-up p50 / p95 ms, whole request", _pair(found["territory"], "p50_ms", "p95_ms"), "", ""


def _browsing(found: dict[str, Any]) -> Iterator[Row]:
    """The limits are those of docs/performance.md."""
    yield (
        "browser: first load without data and map, KB compressed (at most 120)",
        f"{found['first_load_kb']:.0f}",
        "",
        "",
    )
    yield f"… {found['bodies']} bodies drawn, ms after the snapshot (1,500)", f"{found['drawn_ms']:.0f}", "", ""
    yield "… a filter shown, ms (100)", f"{found['filter_ms']:.0f}", "", ""
    tasks = f"{found['task_p95_ms']:.0f} / {found['task_most_ms']:.0f}, {found['tasks_over_50']} above 50"
    yield "… tasks of the page at 60 reports/s, p95 (50) / longest ms", tasks, "", ""
    cpu = f"{found['task_cpu_p95_ms']:.0f} / {found['task_cpu_most_ms']:.0f}"
    yield "… in processor time, p95 / longest ms", cpu, "", ""
    yield "… all of them, ms of processor time in a second", f"{found['busy_cpu_ms']:.0f}", "", ""
    heap = f"{found['heap_first_mb']:.1f} → {found['heap_last_mb']:.1f}"
    growth = found["heap_last_mb"] / found["heap_first_mb"]
    yield f"… heap MB after a tenth, after {found['reports']} reports (×1.2)", heap, "", f"×{growth:.2f}"


def _going_back(found: dict[str, Any]) -> Iterator[Row]:
    for name, one in found.items():
        yield (
            f"a board of the past, {name} bodies, {one['entries']} entries: p50 / p95 ms (300)",
            _pair(one, "p50_ms", "p95_ms"),
            "",
            "",
        )
        yield "… while it is being recorded, longest ms", f"{one['early_ms']:.0f}", "", ""
        yield "… recorded after, s; then weighs, MB", f"{one['recorded_s']:.1f}; {one['mb']:.0f}", "", ""
        yield "… the curves / 1,000 changes to play, ms", f"{one['history_ms']:.0f} / {one['deltas_ms']:.0f}", "", ""


def _ranking(one: dict[str, Any]) -> Iterator[Row]:
    name = f"whom to ask first, {one['needs']} open needs, {one['bodies']} bodies on the board of {one['lenders']} asked of"
    yield f"{name}: p50 / p95 ms ({one['asked']})", _pair(one, "p50_ms", "p95_ms"), "", ""


def _starting(found: dict[str, Any]) -> Iterator[Row]:
    entries = found["entries"]
    yield "start on an empty database, s", f"{found['empty']['ready_s']:.2f}", "", ""
    for name in ("without", "with"):
        yield f"first board of {entries} entries {name} checkpoint, s", f"{found[name]['board_s']:.2f}", "", ""


def _pair(figures: dict[str, float], first: str, second: str) -> str:
    return f"{figures[first]:.1f} / {figures[second]:.1f}"


def _ratio(ours: float, theirs: float, form: str) -> tuple[str, str, str]:
    """Return both figures, and how many times less ours is."""
    return f"{ours:{form}}", f"{theirs:{form}}", f"×{theirs / ours:.1f}" if ours > 0 else ""


def _helping(one: dict[str, Any]) -> Iterator[Row]:
    bare, full, herd = one["bare"], one["full"], one["herd"]
    yield (
        f"the board of {one['bodies']:,} bodies without help: cards / KB sent / ms for one reader",
        f"{bare['cards']:,} / {bare['kb']:,.0f} / {bare['ms']:.0f}",
        "",
        "",
    )
    yield (
        f"… with {one['needs']:,} needs, as many supports, {one['needs'] // 2:,} places",
        f"{full['cards']:,} / {full['kb']:,.0f} / {full['ms']:.0f}",
        "",
        f"×{full['kb'] / bare['kb']:.2f}",
    )
    yield (f"… to {herd['count']} screens at once: the last has it after, s", f"{herd['last_s']:.2f}", "", "")
    yield (
        "… server CPU per screen, ms / memory of it all, MB",
        f"{herd['cpu_each_ms']:.2f} / {one['memory_mb']:.0f}",
        "",
        "",
    )
    for do, spread in one["waits"].items():
        both = f"{spread['p50_ms']:.1f} / {spread['p95_ms']:.1f}"
        yield (f"… `{do}`, alone, one after the other ({spread['count']:,}), p50 / p95, ms", both, "", "")
