"""``motcua slip``: the site's template out to a file, changed, and back, with a preview."""

import json
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from core.slip_template import DEFAULT_TEMPLATE
from core.slip_template_reading import template_data
from motcua.cli.entry import main
from motcua.cli.slip import read_file
from motcua.cli.terminal import Exit


@pytest.fixture
def config(tmp_path: Path, seeded_sqlite_url: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(
        f'[database]\nurl = "{seeded_sqlite_url}"\n[kiosk]\nprinter = "p"\n'
        '[printer.p]\nlink = { kind = "sim" }\nprofile = "generic-58"\n',
        "utf-8",
    )
    return path


class Command:
    """Runs ``motcua slip …`` on one machine."""

    def __init__(self, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = config.parent
        self._config = config
        self._capsys = capsys
        self.said = ""

    def __call__(self, *words: str | Path, as_json: bool = True) -> tuple[int, Any]:
        sent = ["slip", *map(str, words), "--config", str(self._config)]
        code = main([*sent, *(["--json"] if as_json else [])], environ={})
        told = self._capsys.readouterr()
        self.said = told.out + told.err
        return code, json.loads(told.out) if as_json and told.out else None


@pytest.fixture
def slip(config: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(config, capsys)


def test_a_site_shows_the_shipped_slip_at_first(slip: Command) -> None:
    code, data = slip("show")
    assert code == Exit.DONE
    assert data == template_data(DEFAULT_TEMPLATE) | {"logo": None, "png": None}


def test_people_read_the_lines_in_their_language(slip: Command) -> None:
    slip("show", as_json=False)
    assert "số thứ tự" in slip.said
    slip("show", "--language", "en", as_json=False)
    assert "people ahead" in slip.said


def test_what_is_exported_is_imported_unchanged(slip: Command) -> None:
    file = slip.folder / "mau.toml"
    assert slip("export", file)[0] == Exit.DONE
    assert file.read_text("utf-8").startswith("# Mẫu phiếu")
    assert read_file(file) == DEFAULT_TEMPLATE
    code, data = slip("import", file)
    assert (code, data["line"]) == (Exit.DONE, template_data(DEFAULT_TEMPLATE)["line"])


def test_a_changed_template_is_taken_over_and_given_back(slip: Command) -> None:
    file = slip.folder / "mau.toml"
    slip("export", file)
    words = '["Đường dây nóng: 024 3821 1111", "Xin cảm ơn \\"Ông/Bà\\"."]'
    own = f'\n[[line]]\npart = "text"\nvi = {words}\n'
    file.write_text(file.read_text("utf-8") + own, "utf-8")
    slip("import", file)
    _, shown = slip("show")
    assert shown["line"][-1]["vi"] == ["Đường dây nóng: 024 3821 1111", 'Xin cảm ơn "Ông/Bà".']
    slip("export", file)
    assert template_data(read_file(file))["line"] == shown["line"]
    slip("import", "--shipped")
    assert slip("show")[1]["line"] == template_data(DEFAULT_TEMPLATE)["line"]


def test_all_that_is_wrong_is_told_and_nothing_is_changed(slip: Command) -> None:
    file = slip.folder / "mau.toml"
    file.write_text('[[line]]\npart = "office"\nsize = "to"\n[[line]]\npart = "anh"\n', "utf-8")
    code, answer = slip("import", file)
    assert code == Exit.FAILED
    sentences = answer["error"]["sentences"]
    assert len(sentences) == 3
    assert sentences[0].startswith("dòng 1: size không nhận giá trị “to”. Cho phép: small,")
    assert sentences[1].startswith("dòng 2: part không nhận giá trị “anh”.")
    assert sentences[2].startswith("Thiếu số thứ tự")
    assert slip("show")[1]["line"] == template_data(DEFAULT_TEMPLATE)["line"]


@pytest.mark.parametrize("content", [b"[[line", b"\xff\xfe", b"[[line]]\npart = 'a\x00b'"])
def test_a_file_that_cannot_be_read_is_told(slip: Command, content: bytes) -> None:
    file = slip.folder / "mau.toml"
    file.write_bytes(content)
    code, answer = slip("import", file)
    assert (code, answer["error"]["code"]) == (Exit.FAILED, "unreadable")


def test_a_file_that_does_not_exist_is_told(slip: Command) -> None:
    code, answer = slip("import", slip.folder / "nirgends.toml")
    assert (code, answer["error"]["code"]) == (Exit.FAILED, "no_file")


def test_the_preview_is_the_very_slip_on_this_machines_paper(slip: Command) -> None:
    png = slip.folder / "mau.png"
    _, data = slip("show", "--png", png)
    assert data["png"] == str(png)
    with Image.open(png) as picture:
        assert picture.width == 384
        [code] = zxingcpp.read_barcodes(picture.convert("L"))
    assert code.text.startswith("MC:A007:")


def test_the_sites_logo_is_kept_shown_and_dropped(slip: Command) -> None:
    picture = slip.folder / "huy hieu.png"
    Image.new("1", (200, 200), 0).save(picture)
    plain, with_logo = slip.folder / "plain.png", slip.folder / "logo.png"
    slip("import", "--shipped", "--png", plain)
    _, data = slip("import", "--shipped", "--logo", picture, "--png", with_logo)
    assert data["logo"] is not None
    assert plain.read_bytes() != with_logo.read_bytes()
    assert slip("import", "--shipped")[1]["logo"] == data["logo"]
    assert slip("import", "--shipped", "--no-logo")[1]["logo"] is None


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"<svg/>", "logo_unreadable"), (b"\x89PNG\r\n\x1a\n", "logo_unreadable")],
)
def test_a_file_that_is_no_picture_is_refused_before_anything_changes(
    slip: Command, content: bytes, code: str
) -> None:
    picture = slip.folder / "logo.png"
    picture.write_bytes(content)
    file = slip.folder / "mau.toml"
    file.write_text('[[line]]\npart = "number"\nsize = "number"\n', "utf-8")
    exit_code, answer = slip("import", file, "--logo", picture)
    assert (exit_code, answer["error"]["code"]) == (Exit.FAILED, code)
    assert slip("show")[1]["line"] == template_data(DEFAULT_TEMPLATE)["line"]


@pytest.mark.parametrize(
    "words", [["import"], ["import", "x", "--shipped"], ["export"], ["import", "x", "--logo"]]
)
def test_what_makes_no_sense_is_wrong_use(slip: Command, words: list[str]) -> None:
    assert slip(*words)[0] == Exit.WRONG_USE
