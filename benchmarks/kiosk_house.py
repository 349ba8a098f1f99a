"""Around a kiosk that is measured: its ``config.toml``, its database, a printer of its own."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from PIL import Image

from benchmarks.figures import now_ns
from benchmarks.grounds import furnish
from hardware.sim.printer import SimPrinter
from hardware.sim.serve import serve_tcp

PRINTER = "phieu"
_PATIENCE_S = 30.0
_CONFIG = """
language = "vi"
site = "thanh-nhan"
data_folder = "data"
database = {{ url = "sqlite:///bench.db" }}
screen = {{ width_mm = 527, height_mm = 296 }}
kiosk = {{ name = "K1", printer = "{printer}" }}

[printer.{printer}]
driver = "escpos"
link = {{ kind = "tcp", host = "127.0.0.1", port = {port} }}
paper_width_dots = 576
"""


class FarPrinter:
    """A simulated printer in a process of its own, as a real one is: it takes no time of ours."""

    def __init__(self, hear: "Connection[str, int]") -> None:
        self._hear = hear
        self.port = self._next()

    def cut_ns(self) -> int:
        """When the next paper was cut, so after its last byte; waits for it."""
        return self._next()

    def _next(self) -> int:
        if not self._hear.poll(_PATIENCE_S):
            raise TimeoutError(f"nothing came out of the printer within {_PATIENCE_S} s")
        return self._hear.recv()


@contextmanager
def far_printer() -> Iterator[FarPrinter]:
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_print, args=(there,), daemon=True)
    process.start()
    try:
        yield FarPrinter(here)
    finally:
        here.send("enough")
        process.join(5)
        process.kill()


def furnish_kiosk(folder: Path, port: int) -> Path:
    """``config.toml`` and the database of a kiosk whose printer is at ``port``."""
    config = folder / "config.toml"
    config.write_text(_CONFIG.format(printer=PRINTER, port=port), encoding="utf-8")
    furnish(f"sqlite:///{(folder / 'bench.db').as_posix()}")
    return config


def _print(tell: "Connection[int, str]") -> None:
    """The printer's process."""

    def on_paper(_: Image.Image) -> None:
        tell.send(now_ns())

    with serve_tcp(SimPrinter(on_paper=on_paper)) as server:
        tell.send(server.port)
        tell.recv()
