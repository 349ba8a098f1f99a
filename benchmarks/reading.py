"""``python -m benchmarks.reading``: can strangers read the paper?

Prints a ticket on the simulated printer at every level and width, then has Tesseract (``vie``) read
its letters and ZBar its code, neither of which shares anything with us. Needs the Debian packages
tesseract-ocr-vie and zbar-tools; says so when they are missing.
"""

import difflib
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageFilter, ImageOps
from PIL.Image import Resampling

from benchmarks.slips import sample_slip
from core.slip import PairLine, QrLine, Role, Slip, TextLine, printable
from hardware.frames.escpos import encode
from hardware.frames.profiles import profiles
from hardware.frames.slip_type import SlipFonts
from hardware.protocols.capabilities import Alphabet, Capabilities, CodePage, Level
from hardware.sim.printer import SimPrinter

TOOLS = {"tesseract": "tesseract-ocr-vie", "zbarimg": "zbar-tools"}
PROFILES = ("generic-80", "generic-58")
# Print dots are coarse for a reader of scans: several enlargements vote on each line.
ENLARGED = (
    (1.5, 0.0, Resampling.BICUBIC),
    (2.0, 0.8, Resampling.BICUBIC),
    (2.0, 1.5, Resampling.BICUBIC),
    (2.5, 0.0, Resampling.BICUBIC),
    (2.5, 0.8, Resampling.BOX),
    (2.5, 1.5, Resampling.BICUBIC),
    (3.0, 1.2, Resampling.BICUBIC),
    (3.0, 2.0, Resampling.BICUBIC),
    (4.0, 1.6, Resampling.BICUBIC),
)
LOWEST, HIGHEST = 12, 70  # dots: a line of text is neither a rule nor the number
GAP = 3  # white rows between two lines
RIM = 40
# Many typefaces, ours among them, draw these alike, and a stranger may read either.
ALIKE = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})


def main() -> int:
    """0 when every letter was read right, 1 when not, 3 when a reader is missing."""
    missing = [package for tool, package in TOOLS.items() if shutil.which(tool) is None]
    if missing:
        print(f"To read the paper these Debian packages are needed: {' '.join(missing)}")
        return 3
    fonts, wrong = SlipFonts(), 0
    for name in PROFILES:
        for level in Level:
            paper = _printed(sample_slip(), _capabilities(profiles()[name], level), fonts)
            wrong += _told(f"{name:11} {level.value:7}", paper, sample_slip())
    print("Every letter and every code was read right." if not wrong else f"{wrong} lines differ.")
    return 1 if wrong else 0


def _capabilities(known: Capabilities, level: Level) -> Capabilities:
    """The profile's printer once its test page has proved what ``level`` needs."""
    page = CodePage(alphabet=Alphabet.TCVN3, page=30, capitals_page=31)
    return replace(known, level=level, native_qr=level is not Level.RASTER, code_page=page)


def _printed(slip: Slip, capabilities: Capabilities, fonts: SlipFonts) -> Image.Image:
    printer = SimPrinter(width=capabilities.width_dots)
    printer.feed(encode(slip, capabilities, fonts=fonts))
    return printer.papers[-1]


def _told(what: str, paper: Image.Image, slip: Slip) -> int:
    """Print what was read; how many lines of the slip were not."""
    with TemporaryDirectory() as folder:
        lines = list(_lines(paper, Path(folder)))
        read = _bare(" ".join(lines))
        codes = _codes(paper, Path(folder))
    lost = [words for words in _sentences(slip) if _bare(words) not in read]
    wanted = [line.content for line in slip.lines if isinstance(line, QrLine)]
    code = "code read" if codes == wanted else f"code {codes} instead of {wanted}"
    print(f"{what} {len(_sentences(slip)) - len(lost)} of {len(_sentences(slip))} lines, {code}")
    for words in lost:
        near = difflib.get_close_matches(words, lines, n=1, cutoff=0.3)
        print(f"    {words!r} was read as {near[0] if near else lines!r}")
    return len(lost) + (codes != wanted)


def _sentences(slip: Slip) -> list[str]:
    """What stands on the paper, but for the number: that is a picture of its own size."""
    found = []
    for line in slip.lines:
        match line:
            case TextLine() if line.role is not Role.NUMBER:
                found.append(printable(line.text))
            case PairLine():
                found += [printable(line.name), printable(line.value)]
            case _:
                pass
    return found


def _bare(words: str) -> str:
    """Letters and digits alone: where a line was broken does not matter."""
    kept = unicodedata.normalize("NFC", words).translate(ALIKE)
    return "".join(letter for letter in kept if letter.isalnum())


def _lines(paper: Image.Image, folder: Path) -> Iterator[str]:
    """Each line of letters, as most of the enlargements read it."""
    for strip in _strips(paper.convert("L")):
        if LOWEST <= strip.height <= HIGHEST:
            read = Counter(_read(strip, *way, folder) for way in ENLARGED)
            yield read.most_common(1)[0][0]


def _strips(paper: Image.Image) -> Iterator[Image.Image]:
    """The paper cut where some rows are white; fewer only part a letter from its marks."""
    begin: int | None = None
    white = 0
    for row in range(paper.height):
        if paper.crop((0, row, paper.width, row + 1)).getextrema() == (255, 255):
            white += 1
            continue
        if begin is None or white >= GAP:
            if begin is not None:
                yield paper.crop((0, begin, paper.width, row - white))
            begin = row
        white = 0
    if begin is not None:
        yield paper.crop((0, begin, paper.width, paper.height - white))


def _read(
    strip: Image.Image, times: float, blur: float, resampling: Resampling, folder: Path
) -> str:
    size = round(strip.width * times), round(strip.height * times)
    large = strip.resize(size, resampling)
    file = folder / "line.png"
    ImageOps.expand(large.filter(ImageFilter.GaussianBlur(blur)), RIM, 255).save(file)
    return _answer("tesseract", str(file), "-", "-l", "vie", "--psm", "7")


def _codes(paper: Image.Image, folder: Path) -> list[str]:
    file = folder / "paper.png"
    ImageOps.expand(paper.convert("L"), RIM, 255).save(file)
    return _answer("zbarimg", "-q", "--raw", str(file)).split()


def _answer(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
