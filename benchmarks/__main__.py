"""``python -m benchmarks [NAME …] [--quick] [--json FILE]``: all figures, or those named."""

import argparse
import importlib.util
import json
import logging
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import FULL, QUICK, Effort, Report, table
from benchmarks.machine import machine_lines

NAMES = ("queue", "history", "slips", "wakeup", "calls", "touch", "start")
STORM = "storm"
_STORM_MODULE = "benchmarks.storm"


def main(arguments: Sequence[str]) -> int:
    """0 when all targets were met, 1 when one was missed, 2 for wrong use."""
    asked = _asked(arguments)
    effort = QUICK if asked.quick else FULL
    names = asked.names or [*NAMES, STORM]
    for line in machine_lines():
        print(line)
    reports = []
    for name in names:
        if name != STORM:
            report = measure_of(name)(effort)
            reports.append(report)
            print(f"\n{table(report)}", flush=True)
    if asked.json is not None:
        _write_json(asked.json, reports)
    storm_failed = STORM in names and not _storm(asked.quick)
    missed = [
        f"{report.name}: {figure.what}"
        for report in reports
        for figure in report.figures
        if figure.met is False
    ]
    print(f"\n{_verdict(missed)}")
    return 1 if missed or storm_failed else 0


def measure_of(name: str) -> Callable[[Effort], Report]:
    """The benchmark of that name, imported only now: some need Qt, some a server."""
    match name:
        case "queue":
            from benchmarks.queue_speed import measure
        case "history":
            from benchmarks.history import measure
        case "slips":
            from benchmarks.slips import measure
        case "wakeup":
            from benchmarks.wakeup import measure
        case "calls":
            from benchmarks.calls import measure
        case "touch":
            from benchmarks.touch import measure
        case "start":
            from benchmarks.start import measure
        case _:
            raise KeyError(name)
    return measure


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    every = (*NAMES, STORM)
    # No ``choices``: with them argparse refuses to be given no name at all.
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(every))
    parser.add_argument("--quick", action="store_true", help="fewer of everything")
    parser.add_argument("--json", type=Path, metavar="FILE", help="the same figures for machines")
    asked = parser.parse_args(arguments)
    for name in asked.names:
        if name not in every:
            parser.error(f"{name!r} is none of {', '.join(every)}")
    return asked


def _storm(quick: bool) -> bool:
    """Run the storm, which prints for itself; False when it found something wrong."""
    if importlib.util.find_spec(_STORM_MODULE) is None:
        print("\n── storm: not there")
        return False
    print("", flush=True)
    options = ["--quick"] if quick else []
    return (
        subprocess.run([sys.executable, "-m", _STORM_MODULE, *options], check=False).returncode == 0
    )


def _write_json(file: Path, reports: Sequence[Report]) -> None:
    told = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": list(machine_lines()),
        "reports": [report.as_json() for report in reports],
    }
    file.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _verdict(missed: Sequence[str]) -> str:
    if not missed:
        return "All targets met."
    return "\n".join(("Targets NOT MET:", *(f"   {each}" for each in missed)))


if __name__ == "__main__":
    # Without a screen Qt complains of each window; figures should stand by themselves.
    logging.basicConfig(level=logging.ERROR)
    sys.exit(main(sys.argv[1:]))
