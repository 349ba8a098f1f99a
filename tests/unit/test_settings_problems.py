"""config.toml, refused: one sentence per problem, all of them at once."""

import os
from pathlib import Path

import pytest

from i18n import LANGUAGES, Language, Texts
from motcua.settings import SettingCode, SettingsProblems, load_settings, sentence_of

KINDS = "sim, serial, tcp, usblp, libusb, windows, cups, file."
LINE = """
[led.line.a]
link = { kind = "sim" }
"""
OWN = """
[led.protocol.own]
frame = ["02", "addr:dec2", "text:ascii", "check:hex2", "03"]
check = { alg = "xor8", from = 1, to = 2 }
text = { width = 4 }
[[led.protocol.own.example]]
args = { addr = 1, text = "1001" }
hex = "02 30 31 31 30 30 31 30 31 03"
"""


def problems(folder: Path, text: str) -> SettingsProblems:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsProblems) as wrong:
        load_settings(path)
    return wrong.value


def sentences(folder: Path, text: str, language: Language = "en") -> list[str]:
    wrong = problems(folder, text)
    return [sentence_of(each, wrong.path, Texts(language)) for each in wrong.problems]


def display(name: str, **settings: object) -> str:
    """A display at counter 1 on line a, with ``settings`` on top."""
    values = {"line": '"a"', "counter": 1, "protocol": '"modbus:dm56a04"'} | settings
    lines = [f"{key} = {value}" for key, value in values.items()]
    return "\n".join([f"[led.display.{name}]", *lines, ""])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param(
            'languge = "vi"',
            "languge: there is no such setting. Did you mean “language”? Allowed: language, site, "
            "data_folder, database, screen, kiosk, printer, led, board, voice.",
            id="a typo",
        ),
        pytest.param(
            "[kiosk]\nidle = 30",
            "kiosk.idle: there is no such setting. Allowed: name, printer, idle_seconds.",
            id="an unknown key",
        ),
        pytest.param(
            '[kiosk]\nidle_seconds = "30"',
            "kiosk.idle_seconds: must be a whole number.",
            id="a number in quotation marks",
        ),
        pytest.param(
            "[kiosk]\nidle_seconds = true",
            "kiosk.idle_seconds: must be a whole number.",
            id="a truth for a number",
        ),
        pytest.param("site = 5", "site: must be a text in quotation marks.", id="a wrong type"),
        pytest.param("kiosk = 5", "kiosk: must be a group of settings.", id="no table"),
        pytest.param("led.line = []", "led.line: must be a group of settings.", id="a list"),
        pytest.param(
            "[kiosk]\nidle_seconds = 5",
            "kiosk.idle_seconds: 5 is too small, the least is 10.",
            id="too small",
        ),
        pytest.param(
            "[kiosk]\nidle_seconds = 5000",
            "kiosk.idle_seconds: 5000 is too big, the most is 600.",
            id="too big",
        ),
        pytest.param(
            'language = "fr"',
            "language: the value “fr” cannot be used. Allowed: vi, en.",
            id="none of the choices",
        ),
        pytest.param(
            '[kiosk]\nname = "Kiốt số 1"',
            "kiosk.name: the name “Kiốt số 1” may have plain letters, digits, hyphens and "
            "underscores only, at most 32.",
            id="a name with spaces",
        ),
        pytest.param(
            '[printer."máy in"]\nlink = { kind = "sim" }',
            "printer.máy in: the name “máy in” may have plain letters, digits, hyphens and "
            "underscores only, at most 32.",
            id="a table's name with spaces",
        ),
        pytest.param(
            '[database]\nurl = "mysql://db/motcua"',
            "database.url: the kind of database “mysql” cannot be used. "
            "Allowed: sqlite, postgresql.",
            id="another database",
        ),
        pytest.param(
            '[database]\nurl = "sqlite://motcua.db"',
            "database.url: the address “sqlite://motcua.db” must look like "
            "sqlite:///data/motcua.db.",
            id="two slashes",
        ),
        pytest.param(
            '[printer.p]\nlink = { kind = "sim" }\ndriver = "star"',
            "printer.p.driver: the value “star” cannot be used. Allowed: escpos.",
            id="an unknown driver",
        ),
        pytest.param(
            '[printer.p]\nlink = { kind = "usb" }',
            "printer.p.link.kind: the value “usb” cannot be used. Did you mean “usblp”? "
            "Allowed: " + KINDS,
            id="an unknown link",
        ),
        pytest.param(
            "[printer.p]\nlink = { port = 9100 }",
            "printer.p.link.kind: this setting is missing. Allowed: " + KINDS,
            id="a link of no kind",
        ),
        pytest.param(
            '[printer.p]\nlink = { kind = "serial" }',
            "printer.p.link.port: this setting is missing.",
            id="a link without its port",
        ),
        pytest.param(
            "[printer.p]", "printer.p.link: this setting is missing.", id="a printer without a link"
        ),
        pytest.param(
            '[kiosk]\nprinter = "phieux"\n[printer.phieu]\nlink = { kind = "sim" }',
            "kiosk.printer: there is nothing named “phieux”. Did you mean “phieu”? Allowed: phieu.",
            id="a missing device",
        ),
        pytest.param(
            LINE + display("x", line='"b"'),
            "led.display.x.line: there is nothing named “b”. Allowed: a.",
            id="a missing line",
        ),
        pytest.param(
            LINE + display("x", address=300),
            "led.display.x.address: 300 must lie between 0 and 247.",
            id="an impossible address",
        ),
        pytest.param(
            LINE + display("x") + display("y", counter=2),
            "led.display.y.address: the address 1 belongs to led.display.x on the same line "
            "already.",
            id="one address twice",
        ),
        pytest.param(
            '[printer.p]\nlink = { kind = "serial", port = "COM3" }\n'
            '[led.line.a]\nlink = { kind = "serial", port = "COM3" }',
            "led.line.a.link.port: the port “COM3” belongs to printer.p already.",
            id="one port twice",
        ),
        pytest.param(
            '[led.line.a]\nlink = { kind = "tcp", host = "H", port = 5000 }\n'
            '[led.line.b]\nlink = { kind = "tcp", host = "h", port = 5000 }',
            "led.line.b.link.host: the port “h:5000” belongs to led.line.a already.",
            id="one network address twice",
        ),
        pytest.param(
            '[led.line.a]\nlink = { kind = "serial", port = "COM3" }\n'
            + OWN.replace("[led.protocol.own]", "[led.protocol.own]\nserial = { baud = 4800 }")
            + display("x")
            + display("y", protocol='"own"', address=2),
            "led.display.y.protocol: speed or format differ from led.display.x on the same line; "
            "please set baud, bits, parity and stop in led.line.a.link.",
            id="two speeds on one line",
        ),
    ],
)  # fmt: skip
def test_each_problem_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    """Where it is, what is wrong, what would be right."""
    assert sentences(tmp_path, text) == [sentence]


def test_an_unknown_protocol_names_all_that_are_known(tmp_path: Path) -> None:
    (sentence,) = sentences(tmp_path, LINE + display("x", protocol='"modbus:dm56a05"'))
    assert sentence.startswith(
        "led.display.x.protocol: there is nothing named “modbus:dm56a05”. "
        "Did you mean “modbus:dm56a04”? Allowed: modbus:led485_int16, "
    )


def test_a_makers_example_that_does_not_match_is_told_beside_our_bytes(tmp_path: Path) -> None:
    (sentence,) = sentences(tmp_path, OWN.replace("30 31 03", "30 32 03"))
    assert sentence.startswith(
        "led.protocol.own.example[0].hex: the maker's example is 02 30 31 31 30 30 31 30 32 03, "
        "but this frame gives 02 30 31 31 30 30 31 30 31 03."
    )


def test_all_problems_are_told_at_once_from_top_to_bottom(tmp_path: Path) -> None:
    text = """
        languge = "vi"
        [screen]
        width_mm = 2
        [kiosk]
        printer = "p"
        [printer.q]
        link = { kind = "usb" }
        [led.display.x]
        line = "a"
        counter = 0
        protocol = "modbus:none"
        [led.protocol.own]
        frame = ["zz"]
        """
    keys = [each.key for each in problems(tmp_path, text).problems]
    assert keys[:7] == [
        "languge",
        "screen.width_mm",
        "kiosk.printer",
        "printer.q.link.kind",
        "led.display.x.line",
        "led.display.x.counter",
        "led.display.x.protocol",
    ]
    assert set(keys[7:]) == {
        "led.protocol.own.frame[0]",
        "led.protocol.own.frame",
        "led.protocol.own.example",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_wrong_toml_is_told_with_its_place(tmp_path: Path, language: Language) -> None:
    (sentence,) = sentences(tmp_path, 'language = "vi"\nsite thanh-nhan\n', language)
    where = {"vi": "dòng 2, cột 6", "en": "line 2, column 6"}
    assert str(tmp_path / "config.toml") in sentence
    assert where[language] in sentence


def test_toml_that_just_ends_is_told(tmp_path: Path) -> None:
    (sentence,) = sentences(tmp_path, "[kiosk]\nname = '''K1")
    assert "wrong TOML" in sentence


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblems) as wrong:
        load_settings(tmp_path / "nothing.toml")
    assert [each.code for each in wrong.value.problems] == [SettingCode.FILE_MISSING]


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblems) as wrong:
        load_settings(tmp_path)
    assert [each.code for each in wrong.value.problems] == [SettingCode.FILE_UNREADABLE]


def test_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes('site = "thanh-nhàn"'.encode("cp1258"))
    with pytest.raises(SettingsProblems) as wrong:
        load_settings(path)
    assert [each.code for each in wrong.value.problems] == [SettingCode.NOT_UTF8]


def test_a_path_in_the_message_is_the_one_that_was_given(tmp_path: Path) -> None:
    """Ward IT must recognise the file."""
    given = Path(os.path.relpath(tmp_path / "none.toml"))
    with pytest.raises(SettingsProblems) as wrong:
        load_settings(given)
    assert wrong.value.path == given


def test_an_own_protocol_with_a_family_before_its_name_is_recognised(tmp_path: Path) -> None:
    text = LINE + OWN + display("x", protocol='"template:own"')
    [sentence] = sentences(tmp_path, text)
    assert "Did you mean “own”?" in sentence


def test_a_checksum_that_fits_one_example_is_not_promised(tmp_path: Path) -> None:
    wrong = LINE + OWN.replace("xor8", "sum8")
    [sentence] = sentences(tmp_path, wrong)
    assert "First check that the example is typed correctly. If it is, it may be: " in sentence
    assert sentence.endswith("a second example of the maker is needed to be sure.")
