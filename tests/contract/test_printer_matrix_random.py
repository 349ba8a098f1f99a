"""Fault matrix, all of it at random: 500 slips on two lines; record and paper agree."""

import functools
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image

from core.slip import RuleLine, Slip, TextLine
from hardware.frames.escpos import encode
from hardware.frames.slip_canvas import draw_slip
from hardware.frames.slip_type import SlipFonts
from hardware.protocols.printer import PrintOutcome
from tests.contract.printers import LINES, PAPER, WAYS, Bench
from tests.fault_weather import Strike, UnderWeather, Weather, disagreements

SLIPS = 250  # on each line
FONTS = SlipFonts()


def slip(label: str) -> Slip:
    return Slip(lines=(TextLine(text=label), RuleLine()))


@functools.cache
def picture(label: str) -> Image.Image:
    return draw_slip(slip(label), PAPER, FONTS)


@pytest.mark.parametrize("line", LINES)
def test_the_record_of_many_slips_agrees_with_the_paper(tmp_path: Path, line: str) -> None:
    way = "tells" if line == "tcp" else "asked"
    bench = Bench(line, tmp_path, WAYS[way])
    bench.serve()
    record: dict[str, PrintOutcome] = {}
    size = len(encode(slip("A000"), WAYS[way], fonts=FONTS))
    weather = Weather(bench.sim, seed=20230927, rows=picture("A000").height, size=size)
    try:
        driver = bench.ready(
            bench.link(write_timeout_s=0.1),
            poll_s=60.0,
            answer_s=0.04,
            confirm_s=0.15,
            patience_s=0.04,
            expiry_s=0.25,
        )
        printer = UnderWeather(driver, weather)
        for number in range(1, SLIPS + 1):
            label = f"A{number:03}"
            printer.print_slip(slip(label), on_outcome=bench.seen.outcome)
            record[label] = bench.seen.wait(number)[-1][0]
        for label in ("Z1", "Z2", "Z3"):
            driver.print_slip(slip(label), on_outcome=bench.seen.outcome)
            record[label] = bench.seen.wait(len(record) + 1)[-1][0]
        papers = list(bench.sim.papers)
    finally:
        bench.close()

    assert record["Z3"] is PrintOutcome.PRINTED
    assert disagreements(record, papers, picture) == []
    ends = Counter(record.values())
    assert set(weather.strikes) == set(Strike)
    assert min(ends[outcome] for outcome in PrintOutcome) >= SLIPS // 25
