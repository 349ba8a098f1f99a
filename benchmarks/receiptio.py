"""``python -m benchmarks.receiptio``: a client that we did not write prints on our simulator.

receiptio (npm, Apache 2.0) speaks ESC/POS to port 9100 and ends with a number for what happened.
It is installed into a folder that is deleted afterwards. Ends with 0 when every number was right
and the paper too, 1 when one was wrong, 3 where npm is not
there or has no network.

    what is ordered of the printer                what receiptio must say
    nothing, near end                             success 0
    (query only)                                  online 100
    cover open                                    coveropen 101
    paper out before · paper ends in the job      paperempty 102
    knife jams at the cut                         error 103
    switched off                                  disconnect 105
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import zxingcpp
from PIL import Image, ImageOps

from motcua.cli.terminal import table

ROOT: Final = Path(__file__).parents[1]
# receiptio knows no other port; an address of its own leaves 127.0.0.1:9100 to whoever has it.
HOST: Final = "127.0.91.1" if sys.platform == "linux" else "127.0.0.1"
PORT: Final = 9100
PATIENCE_S: Final = 60
CODE: Final = "A007-20230927"
LETTERS: Final = ("A007", "UBND PHUONG THANH NHAN", "Tiep nhan 08:15", "Vui long cho den luot")
TICKET: Final = """{code:A007-20230927; option:qrcode,6,m}
^^^^A007
"UBND PHUONG THANH NHAN"
Tiep nhan | 08:15
---
Vui long cho den luot
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One situation. ``orders`` break the printer, ``heals`` mend it; ``papers`` come out of it."""

    what: str
    says: str
    code: int
    orders: tuple[str, ...] = ()
    heals: tuple[str, ...] = ()
    options: tuple[str, ...] = ("-p", "escpos")
    papers: int = 0


CASES: Final = (
    Case(what="ready", says="success", code=0, papers=1),
    Case(what="ready, model asked for", says="success", code=0, options=(), papers=1),
    Case(
        what="near end of paper",
        says="success",
        code=0,
        orders=("near_end",),
        heals=("clear",),
        papers=1,
    ),
    Case(what="asked how it is", says="online", code=100, options=("-p", "escpos", "-q")),
    Case(what="cover open", says="coveropen", code=101, orders=("cover_open",), heals=("clear",)),
    Case(
        what="paper out before",
        says="paperempty",
        code=102,
        orders=("paper_out",),
        heals=("clear",),
    ),
    Case(
        what="paper ends in the job",
        says="paperempty",
        code=102,
        orders=("paper 100",),
        heals=("clear",),
        papers=1,  # the held rest comes out with the new roll
    ),
    Case(
        what="knife jams at the cut",
        says="error",
        code=103,
        orders=("jam",),
        heals=("clear",),
        papers=1,
    ),
    Case(what="switched off", says="disconnect", code=105, orders=("off",), heals=("on",)),
)


class Simulator:
    """``motcua sim printer`` as a program of its own; its lines are JSON."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.papers: list[dict[str, Any]] = []
        self._until("address")

    def order(self, order: str) -> None:
        """Give one order and wait until it is taken."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{order}\n")
        self._process.stdin.flush()
        self._until("order")

    def _until(self, key: str) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            told = json.loads(line)
            if "paper" in told:
                self.papers.append(told)
            if key in told:
                return
        raise RuntimeError("the simulator ended")


@contextmanager
def simulator(folder: Path) -> Iterator[Simulator]:
    command = [sys.executable, "-m", "motcua", "--json", "sim", "printer"]
    command += ["--host", HOST, "--tcp", str(PORT), "--out", str(folder)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield Simulator(process)
        finally:
            process.terminate()


def install(npm: str, folder: Path) -> Path:
    """receiptio in ``folder``; its program."""
    subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", "--silent", "receiptio"],
        cwd=folder,
        check=True,
        timeout=300,
    )
    return folder / "node_modules" / "receiptio" / "bin" / "cli.js"


def run_case(case: Case, program: Path, ticket: Path, sim: Simulator) -> tuple[str, int, int]:
    """What receiptio said, its number, and how many papers came out by the end."""
    before = len(sim.papers)
    for order in case.orders:
        sim.order(order)
    query = "-q" in case.options
    node = shutil.which("node") or "node"
    command = [node, str(program), "-d", HOST, "-c", "48", "-l", "en", "-t", "10", *case.options]
    done = subprocess.run(
        command if query else [*command, str(ticket)],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    # An order's echo comes after every paper that was cut before it.
    for order in (*case.heals, "clear"):
        sim.order(order)
    return done.stderr.strip(), done.returncode, len(sim.papers) - before


def paper_is_right(paper: dict[str, Any], root: Path) -> bool:
    """Whether the picture has the code, read by a decoder, and the letters are those sent."""
    with Image.open(root / paper["paper"]) as picture:
        framed = ImageOps.expand(picture.convert("L"), 40, 255)
    codes = [code.text for code in zxingcpp.read_barcodes(framed)]
    return codes == [CODE] and all(line in paper["letters"] for line in LETTERS)


def main() -> int:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        print("receiptio needs node and npm; neither is part of this project, so nothing was run.")
        return 3
    with tempfile.TemporaryDirectory(prefix="motcua-receiptio-") as name:
        folder = Path(name)
        try:
            program = install(npm, folder)
        except subprocess.SubprocessError as error:
            print(f"npm could not install receiptio, so nothing was run: {error}")
            return 3
        version = json.loads((program.parents[1] / "package.json").read_text("utf-8"))["version"]
        ticket = folder / "ticket.receipt"
        ticket.write_text(TICKET, "utf-8")
        with simulator(folder / "papers") as sim:
            ends = [(case, run_case(case, program, ticket, sim)) for case in CASES]
            wrong = sum(not paper_is_right(paper, ROOT) for paper in sim.papers)
    print(f"receiptio {version} on motcua sim printer")
    rows = [("printer", "expected", "receiptio said", "papers", "")]
    for case, (said, code, papers) in ends:
        right = (said, code, papers) == (case.says, case.code, case.papers)
        expected = f"{case.says} {case.code}"
        rows.append(
            (case.what, expected, f"{said} {code}", str(papers), "ok" if right else "WRONG")
        )
    for line in table(rows):
        print(line)
    print(f"papers: {len(sim.papers)}, wrong: {wrong}")
    return 1 if wrong or any(row[-1] == "WRONG" for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
