"""Each benchmark runs and tells sane figures. How fast things are is for ``./run bench``."""

import json
import math
from pathlib import Path
from typing import Final

import pytest

from benchmarks.__main__ import NAMES, main, measure_of
from benchmarks.figures import Effort, Figure, Report, high, table

TINY: Final = Effort(
    rounds=2, batch=2, clients=2, histories=(5, 10, 40), wakeups=3, touches=2, starts=1, halls=(2,)
)


# All but the cold start: it compiles every module anew, half a minute for one figure.
@pytest.mark.parametrize("name", [name for name in NAMES if name != "start"])
def test_a_benchmark_tells_positive_figures_under_its_own_name(name: str) -> None:
    report = measure_of(name)(TINY)

    assert name == report.name
    assert len(report.figures) == len({figure.what for figure in report.figures}) > 0
    assert all(math.isfinite(figure.value) and figure.value > 0 for figure in report.figures)
    assert any(figure.met is not None for figure in report.figures)


def test_a_figure_is_measured_by_its_limit_or_by_its_floor() -> None:
    assert Figure(what="", value=20, unit="ms", limit=20).met is True
    assert Figure(what="", value=21, unit="ms", limit=20).met is False
    assert Figure(what="", value=6, unit="ms", floor=2, limit_ratio=3).met is True
    assert Figure(what="", value=7, unit="ms", floor=2, limit_ratio=3).met is False
    assert Figure(what="", value=7, unit="ms", floor=2).met is None


def test_ninety_nine_of_a_hundred_do_not_exceed_p99() -> None:
    assert high([float(value) for value in range(1, 101)]) == 99
    assert high([3.0]) == 3


def test_the_table_has_a_line_for_each_figure_with_target_and_verdict() -> None:
    lines = table(
        Report(
            name="queue",
            title="commands",
            figures=(
                Figure(what="issue", value=0.4, unit="ms", floor=0.1, limit_ratio=3),
                Figure(what="bytes", value=24_957, unit="B", limit=27_500),
            ),
            notes=("floor: raw",),
        )
    ).splitlines()

    assert lines == [
        "── queue: commands",
        "              ours     floor  ratio      target",
        "   issue  0.400 ms  0.100 ms    4 ×       ≤ 3 ×  NOT MET",
        "   bytes  24,957 B                   ≤ 27,500 B      met",
        "   floor: raw",
    ]


def test_figures_are_told_to_machines_too(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    main(["slips", "--quick", "--json", str(file)])
    [report] = json.loads(file.read_text(encoding="utf-8"))["reports"]

    assert report["name"] == "slips"
    assert {"what", "value", "unit", "floor", "ratio", "limit", "met"} <= set(report["figures"][0])


def test_an_unknown_benchmark_is_refused_with_the_names_of_all(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["speed"])

    assert stop.value.code == 2
    assert "queue, history, slips, wakeup, calls, touch, start, storm" in capsys.readouterr().err
