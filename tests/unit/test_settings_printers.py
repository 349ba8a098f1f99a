"""[printer.NAME] in config.toml: what it may say, and one sentence for whatever cannot be."""

import re
from pathlib import Path

import pytest
from PIL import Image

from i18n import LANGUAGES, Language, Texts
from motcua.settings import (
    CupsQueue,
    Libusb,
    PrinterSettings,
    SettingsProblems,
    TcpAddress,
    UsbLp,
    WindowsQueue,
    load_settings,
    sentence_of,
)

ROOT = Path(__file__).parents[2]
SIM = 'link = { kind = "sim" }'
FILE = 'link = { kind = "file", path = "job.bin" }'


def printer(folder: Path, text: str) -> PrinterSettings:
    path = folder / "config.toml"
    path.write_text(f"[printer.p]\n{text}", "utf-8")
    return load_settings(path).printer["p"]


def sentences(folder: Path, text: str, language: Language = "en") -> list[str]:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsProblems) as wrong:
        load_settings(path)
    return [sentence_of(each, path, Texts(language)) for each in wrong.value.problems]


@pytest.mark.parametrize(
    ("link", "settings"),
    [
        (
            '{ kind = "usblp", device = "usb:0483:5740:A:1" }',
            UsbLp(kind="usblp", device="usb:0483:5740:A:1"),
        ),
        ('{ kind = "usblp", device = "/dev/usb/lp1" }', UsbLp(kind="usblp", device="/dev/usb/lp1")),
        (
            '{ kind = "libusb", device = "usb:04B8:0E15" }',
            Libusb(kind="libusb", device="usb:04B8:0E15"),
        ),
        ('{ kind = "windows", queue = "XP-80C" }', WindowsQueue(kind="windows", queue="XP-80C")),
        ('{ kind = "cups", queue = "thermal" }', CupsQueue(kind="cups", queue="thermal")),
    ],
)
def test_every_kind_of_link_can_be_configured(tmp_path: Path, link: str, settings: object) -> None:
    assert printer(tmp_path, f"link = {link}").link == settings


def test_only_what_the_file_says_overrules_the_profile(tmp_path: Path) -> None:
    assert printer(tmp_path, SIM).options() == {"profile": "generic-80"}
    said = printer(
        tmp_path,
        f"""
        {SIM}
        profile = "tm-t88"
        level = "mixed"
        native_qr = true
        motion_unit = 1
        code_page = {{ alphabet = "cp1258", page = 52 }}
        """,
    ).options()
    assert said == {
        "profile": "tm-t88",
        "level": "mixed",
        "native_qr": True,
        "motion_unit": 1,
        "code_page": {"alphabet": "cp1258", "page": 52, "capitals_page": None},
    }


def test_printers_of_the_network_take_turns_unless_they_are_ours_alone(tmp_path: Path) -> None:
    tcp = 'link = { kind = "tcp", host = "192.168.1.50" }'
    assert isinstance(printer(tmp_path, tcp).link, TcpAddress)
    assert printer(tmp_path, tcp).takes_turns
    assert not printer(tmp_path, f"{tcp}\nshared = false").takes_turns
    assert not printer(tmp_path, SIM).takes_turns


def test_a_spare_of_a_spare_is_no_circle(tmp_path: Path) -> None:
    more = f'[printer.q]\n{SIM}\nfallback = "r"\n[printer.r]\n{SIM}'
    assert printer(tmp_path, f'{SIM}\nfallback = "q"\n{more}').fallback == "q"


def test_the_logo_is_looked_at_when_the_file_is_read(tmp_path: Path) -> None:
    Image.new("L", (40, 40), 0).save(tmp_path / "logo.png")
    assert printer(tmp_path, f'{SIM}\nlogo = "logo.png"').logo == tmp_path / "logo.png"


WRONG = [
    pytest.param(
        f'{SIM}\nprofile = "xprinter-8"',
        "printer.p.profile: there is no printer profile named “xprinter-8”. "
        "Did you mean “xprinter-80”? Allowed: generic-80, generic-58, xprinter-80, ",
        id="an unknown profile",
    ),
    pytest.param(
        f"{SIM}\npaper_width_dots = 0",
        "printer.p.paper_width_dots: 0 must lie between 384 and 640.",
        id="a head without dots",
    ),
    pytest.param(
        f"{SIM}\npaper_width_dots = 9999",
        "printer.p.paper_width_dots: 9999 must lie between 384 and 640.",
        id="a head for a poster",
    ),
    pytest.param(
        f'{SIM}\npaper_width_dots = "576"',
        "printer.p.paper_width_dots: must be a whole number.",
        id="a width in quotation marks",
    ),
    pytest.param(f"{SIM}\ndpi = 10", "printer.p.dpi: 10 must lie between 150 and 255.", id="dpi"),
    pytest.param(
        f"{SIM}\nmotion_unit = nan",
        "printer.p.motion_unit: nan must lie between 0.1 and 4.0.",
        id="no number at all",
    ),
    pytest.param(
        f"{SIM}\nmax_payload = 10",
        "printer.p.max_payload: 10 must lie between 256 and 65535.",
        id="a raster of nothing",
    ),
    pytest.param(
        f'{SIM}\nlevel = "letters"',
        "printer.p.level: the value “letters” cannot be used. Allowed: raster, mixed, text.",
        id="an unknown level",
    ),
    pytest.param(
        f'{SIM}\nlevel = "text"',
        "printer.p.level: printing with the printer's own letters needs a code_page as well",
        id="letters without a code page",
    ),
    pytest.param(
        f'{SIM}\ncode_page = {{ alphabet = "tcvn3", page = 300 }}',
        "printer.p.code_page.page: 300 must lie between 0 and 255.",
        id="a page that no byte can name",
    ),
    pytest.param(
        f'{SIM}\ncode_page = {{ alphabet = "viscii", page = 3 }}',
        "printer.p.code_page.alphabet: the value “viscii” cannot be used. Allowed: tcvn3, cp1258.",
        id="an unknown alphabet",
    ),
    pytest.param(
        f'{SIM}\ncode_page = {{ alphabet = "tcvn3" }}',
        "printer.p.code_page.page: this setting is missing.",
        id="a code page without its number",
    ),
    pytest.param(
        f'{SIM}\ncode_page = {{ alphabet = "cp1258", page = 52, capitals_page = 53 }}',
        "printer.p.code_page.capitals_page: the alphabet cp1258 has no page of its own",
        id="capitals elsewhere",
    ),
    pytest.param(
        f"{SIM}\nlogo_in_printer = true",
        "printer.p.logo_in_printer: this printer has no memory for pictures;",
        id="a logo in no memory",
    ),
    pytest.param(
        f'{FILE}\nstatus = "realtime"',
        "printer.p.status: a link of the kind file brings no answers back, so “realtime” cannot "
        "be used. Allowed: none.",
        id="asking a file",
    ),
    pytest.param(
        'link = { kind = "windows", queue = "XP" }\nconfirmation = "gs_r"',
        "printer.p.confirmation: a link of the kind windows brings no answers back, so “gs_r” "
        "cannot be used. Allowed: none.",
        id="asking a spooler",
    ),
    pytest.param(
        f'{SIM}\nfallback = "p"',
        "printer.p.fallback: a printer cannot be its own spare.",
        id="its own spare",
    ),
    pytest.param(
        f'{SIM}\nfallback = "pp"\n[printer.q]\n{SIM}',
        "printer.p.fallback: there is nothing named “pp”. Allowed: q.",
        id="an unknown spare",
    ),
    pytest.param(
        f'{SIM}\nfallback = "q"\n[printer.q]\n{SIM}\nfallback = "p"',
        "printer.q.fallback: the printers take over from each other in a circle: q → p → q.",
        id="a circle of spares",
    ),
    pytest.param(
        f'{SIM}\nlogo = "none.png"', "printer.p.logo: the picture ", id="a logo that is not there"
    ),
    pytest.param(
        f'{SIM}\nlogo = "config.toml"',
        "printer.p.logo: the picture ",
        id="a logo that is no picture",
    ),
    pytest.param(
        'link = { kind = "serial", port = "usb:483:5740" }',
        "printer.p.link.port: “usb:483:5740” must look like usb:VID:PID, usb:VID:PID:SERIAL",
        id="an identity with a digit too few",
    ),
    pytest.param(
        'link = { kind = "libusb", device = "/dev/usb/lp0" }',
        "printer.p.link.device: “/dev/usb/lp0” must look like usb:VID:PID",
        id="a path for an identity",
    ),
    pytest.param(
        'link = { kind = "cups", queue = "-rf" }',
        "printer.p.link.queue: the name “-rf” ",
        id="an option for a queue",
    ),
    pytest.param(
        'link = { kind = "usblp", device = "usb:0483:5740" }\n'
        '[printer.q]\nlink = { kind = "libusb", device = "USB:0483:5740" }',
        "printer.q.link.device: the port “usb:0483:5740” belongs to printer.p already.",
        id="one USB printer twice",
    ),
    pytest.param(
        'link = { kind = "windows", queue = "XP" }\n'
        '[printer.q]\nlink = { kind = "windows", queue = "XP" }',
        "printer.q.link.queue: the port “XP” belongs to printer.p already.",
        id="one queue twice",
    ),
]


@pytest.mark.parametrize(("text", "beginning"), WRONG)
def test_each_problem_is_one_sentence(tmp_path: Path, text: str, beginning: str) -> None:
    (sentence,) = sentences(tmp_path, f"[printer.p]\n{text}")
    assert sentence.startswith(beginning)


def test_a_missing_logo_and_a_broken_one_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    Image.new("L", (40, 40), 255).save(tmp_path / "white.png")
    text = "".join(f'[printer.{name}]\n{SIM}\nlogo = "{name}.png"\n' for name in ("no", "broken"))
    no, broken, white = sentences(tmp_path, f'{text}[printer.w]\n{SIM}\nlogo = "white.png"')
    assert no.endswith("no.png was not found.")
    assert broken.endswith("broken.png cannot be read; please use a PNG or JPEG file.")
    assert white.endswith("white.png is all white, nothing of it would be seen on paper.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_wrong_with_a_printer_is_told_at_once(
    tmp_path: Path, language: Language
) -> None:
    text = """
        [printer.p]
        link = { kind = "file", path = "x" }
        profile = "none-such"
        level = "text"
        paper_width_dots = 9999
        dpi = "203"
        status = "automatic"
        logo = "none.png"
        fallback = "p"
        """
    told = sentences(tmp_path, text, language)
    assert [sentence.partition(":")[0].rpartition(".")[2] for sentence in told] == [
        "profile", "level", "paper_width_dots", "dpi", "status", "logo", "fallback",
    ]  # fmt: skip


def shipped_examples() -> tuple[list[str], list[str]]:
    """The commented lines of the shipped printer: its links, and its other settings."""
    text = (ROOT / "config.toml").read_text("utf-8")
    printer = text.partition("[printer.phieu]")[2].partition("# Màn hình lớn")[0]
    lines = [line.removeprefix("# ") for line in printer.splitlines()]
    links = [line for line in lines if line.startswith("link = {") and '"sim"' not in line]
    return links, [line for line in lines if re.match(r"[a-z_]+ += ", line) and line not in links]


def test_every_example_link_of_the_shipped_file_is_right(tmp_path: Path) -> None:
    links, _ = shipped_examples()
    kinds = {printer(tmp_path, link).link.kind for link in links}
    assert kinds == {"tcp", "usblp", "serial", "windows", "cups", "libusb", "file"}


def test_every_example_setting_of_the_shipped_file_is_right_and_none_is_missing(
    tmp_path: Path,
) -> None:
    """Whoever takes away the comment signs gets no complaint."""
    _, settings = shipped_examples()
    Image.new("L", (40, 40), 0).save(tmp_path / "logo.png")
    found = printer(tmp_path, "\n".join([*settings, f"[printer.du-phong]\n{SIM}"]))
    assert found.fallback == "du-phong"
    said = {line.split()[0] for line in settings}
    assert said == set(PrinterSettings.__dataclass_fields__)


def test_a_speed_that_no_port_has_is_told_with_those_that_exist(tmp_path: Path) -> None:
    link = '{ kind = "serial", port = "COM5", baud = 12345 }'
    (sentence,) = sentences(tmp_path, f"[printer.p]\nlink = {link}")
    assert "printer.p.link.baud" in sentence
    assert "12345" in sentence
    assert "115200" in sentence
