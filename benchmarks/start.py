"""The kiosk's cold start to its first paint, and its memory, beside bare Python and bare Qt."""

import contextlib
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

import benchmarks
from benchmarks.figures import NS_PER_MS, Effort, Figure, Report, median, ms_since, now_ns
from benchmarks.grounds import bench_folder
from benchmarks.kiosk_house import far_printer, furnish_kiosk
from benchmarks.screen import screen_environment

PAINT_LIMIT_MS = 1500.0
MEMORY_LIMIT_MB = 150.0
_SETTLED_S = 3.0
_MB = 1_000_000
_ROOT = Path(benchmarks.__file__).parents[1]

Samples = dict[str, list[float]]


def measure(effort: Effort) -> Report:
    with far_printer() as printer, bench_folder() as folder:
        config = furnish_kiosk(folder, printer.port)
        environment = _as_installed(folder / "bytecode")
        _start_all(defaultdict(list), config, environment, settled_s=0.0)
        samples: Samples = defaultdict(list)
        for _ in range(effort.starts):
            _start_all(samples, config, environment, settled_s=_SETTLED_S)
    return Report(
        name="start",
        title=f"the kiosk from nothing to its first picture, median of {effort.starts} starts",
        figures=tuple(_figures(samples)),
        notes=(
            "floor: a bare Qt window. Database and printer are there, files and bytecode are warm.",
            f"memory: what is resident (RSS) at the first paint, and {_SETTLED_S:.0f} s later.",
        ),
    )


def _figures(samples: Samples) -> Iterator[Figure]:
    def of(name: str) -> float:
        return median(samples[name])

    yield Figure(what="bare Python, start to end", value=of("python"), unit="ms")
    yield Figure(
        what="kiosk, start to first paint",
        value=of("kiosk painted"),
        unit="ms",
        floor=of("bare painted"),
        limit=PAINT_LIMIT_MS,
    )
    yield Figure(what="kiosk, start to its services", value=of("kiosk home"), unit="ms")
    for when in ("first", "settled"):
        yield Figure(
            what=f"kiosk, memory {when}",
            value=of(f"kiosk {when}"),
            unit="MB",
            floor=of(f"bare {when}"),
            limit=MEMORY_LIMIT_MB,
        )


def _as_installed(bytecode: Path) -> dict[str, str]:
    """An environment in which bytecode is kept, wherever this runs: as on a kiosk."""
    environment = dict(screen_environment())
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment | {"PYTHONPYCACHEPREFIX": str(bytecode)}


def _start_all(
    samples: Samples, config: Path, environment: Mapping[str, str], *, settled_s: float
) -> None:
    """One start of each; the very first one compiles, so it does not count."""
    _start_python(samples)
    for name, arguments, last_step in (
        ("bare", ["bare"], "painted"),
        ("kiosk", ["kiosk", str(config)], "home"),
    ):
        with _started(arguments, environment) as child:
            _follow(samples, name, child, last_step)
            time.sleep(settled_s)
            samples[f"{name} settled"].append(_resident_mb(child))


def _start_python(samples: Samples) -> None:
    began = now_ns()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    samples["python"].append(ms_since(began))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Child:
    """A program with a window, and when it was started."""

    process: "subprocess.Popen[str]"
    began_ns: int


@contextmanager
def _started(arguments: list[str], environment: Mapping[str, str]) -> Iterator[_Child]:
    """A child that ends when nobody holds its input any more."""
    began_ns = now_ns()
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.first_paint", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env=environment,
        text=True,
    ) as process:
        try:
            yield _Child(process=process, began_ns=began_ns)
        finally:
            assert process.stdin is not None, "it is a pipe"
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()


def _follow(samples: Samples, name: str, child: _Child, last_step: str) -> None:
    """Note each step that the child tells, until the last one."""
    assert child.process.stdout is not None, "it is a pipe"
    for line in child.process.stdout:
        step, at_ns = line.split()
        samples[f"{name} {step}"].append((int(at_ns) - child.began_ns) / NS_PER_MS)
        if step == "painted":
            samples[f"{name} first"].append(_resident_mb(child))
        if step == last_step:
            return
    raise RuntimeError(f"{name}: ended before it told of {last_step!r}")


def _resident_mb(child: _Child) -> float:
    resident: int = psutil.Process(child.process.pid).memory_info().rss
    return resident / _MB
