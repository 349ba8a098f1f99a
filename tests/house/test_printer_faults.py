"""The table of printer faults: every row has its test, every test its row, in both languages."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "docs" / "printer-faults.md", ROOT / "docs" / "printer-faults.vi.md")
MATRIX = sorted((ROOT / "tests" / "contract").glob("test_printer_matrix_*.py"))
# What the table must have, by the words of the English page.
FAULTS = (
    "paper out",
    "paper near its end",
    "cover open",
    "cutter jammed",
    "switched off",
    "cable pulled",
    "receive buffer stalled",
    "no answer to status",
    "late answers",
    "duplicate or garbage bytes",
    "ASB flood",
    "second program holds the printer",
    "wrong baud rate",
    "kiosk killed",
    "anything, at random",
)


def rows(page: Path) -> list[list[str]]:
    """The cells of every row that names a test in its last one."""
    lines = page.read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in cells if "::test_" in row[-1]]


def named_test(row: list[str]) -> tuple[Path, str]:
    """The file and the function that a row names."""
    place, _, name = row[-1].strip("` |").partition("::")
    if place.startswith("matrix_"):
        return ROOT / "tests" / "contract" / f"test_printer_{place}.py", name
    return ROOT / place, name


def functions(file: Path) -> list[str]:
    return re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_row_has_its_test(page: Path) -> None:
    found = rows(page)
    assert found
    for row in found:
        file, name = named_test(row)
        assert name in functions(file), row[-1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_of_the_matrix_has_its_row(page: Path) -> None:
    named = {named_test(row) for row in rows(page)}
    written = {(file, name) for file in MATRIX for name in functions(file)}

    assert written <= named


def test_both_languages_tell_the_same() -> None:
    english, vietnamese = (rows(page) for page in PAGES)

    assert [named_test(row) for row in english] == [named_test(row) for row in vietnamese]
    assert [len(row) for row in english] == [len(row) for row in vietnamese]


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_of_the_matrix_has_a_row(fault: str) -> None:
    assert any(row[0].startswith(fault) or fault in row[0] for row in rows(PAGES[0]))
