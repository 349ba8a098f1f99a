"""Displays, boards and voice in config.toml, refused: what a hall would only find out later."""

import shutil
import wave
from pathlib import Path

import pytest
from PIL import Image

from counter_display.voice.shipped import shipped_pack
from motcua.settings import SettingCode
from tests.unit.test_settings import settings_of
from tests.unit.test_settings_problems import LINE, display, problems, sentences

CARD = '"modbus:text_card"'
DIGITS = '"modbus:led485_int16"'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param(
            LINE + display("x", protocol=DIGITS, idle='"NGHI"'),
            "led.display.x.idle: “NGHI” has letters, but this display shows digits only.",
            id="letters for a display of digits",
        ),
        pytest.param(
            LINE + display("x", digits_only="true", text='"So {digits}"'),
            "led.display.x.text: “So {digits}” has letters, but this display shows digits only.",
            id="letters for a display said to show digits",
        ),
        pytest.param(
            LINE + display("x", paused='"TAM NGHI"'),
            "led.display.x.paused: “TAM NGHI” is longer than the 4 characters of this display.",
            id="a text too long",
        ),
        pytest.param(
            LINE + display("x", width=3, closed='"DONG"'),
            "led.display.x.closed: “DONG” is longer than the 3 characters of this display.",
            id="a text too long for a shorter display",
        ),
        pytest.param(
            LINE + display("x", protocol=CARD, shows='"calls"', text='"{label} Q{counter}"')
            .replace("counter = 1\n", "").replace("[led.display.x]", "[led.display.x]\nwidth = 7"),
            "led.display.x.text: “A888 Q88” is longer than the 7 characters of this display.",
            id="a counter that would be cut",
        ),
        pytest.param(
            LINE + display("x", text='"{lable}"'),
            "led.display.x.text: there is no place named {lable} to fill in. "
            "Did you mean “{label}”? Allowed: {label}, {number}, {digits}, {counter}.",
            id="an unknown place",
        ),
        pytest.param(
            LINE + display("x", idle='"{label}"'),
            "led.display.x.idle: there is no place named {label} to fill in. Allowed: {counter}.",
            id="a number where nobody is",
        ),
        pytest.param(
            '[led]\nidle = "{number}"',
            "led.idle: there is no place named {number} to fill in. Allowed: {counter}.",
            id="a number where nobody is, for all displays",
        ),
        pytest.param(
            LINE + display("x", text='"{label"'),
            "led.display.x.text: a brace in “{label” has no partner; to show the brace itself, "
            "write it twice.",
            id="a brace alone",
        ),
        pytest.param(
            LINE + display("x", protocol=CARD, rows=3),
            "led.display.x.rows: row 3 is needed, but this protocol has only 2.",
            id="more rows than the protocol",
        ),
        pytest.param(
            LINE + display("x", rows=2),
            "led.display.x.rows: row 2 is needed, but this protocol has only 1.",
            id="rows without rows",
        ),
        pytest.param(
            LINE + display("x", protocol=CARD, row=3),
            "led.display.x.row: row 3 is needed, but this protocol has only 2.",
            id="a row that is not there",
        ),
        pytest.param(
            LINE + display("x", protocol=CARD, rows=2, idle='["--"]'),
            "led.display.x.idle: there are 1 texts, but the display uses 2 rows.",
            id="too few texts",
        ),
        pytest.param(
            LINE + display("x").replace("counter = 1\n", ""),
            "led.display.x.counter: this setting is missing.",
            id="no counter",
        ),
        pytest.param(
            LINE + display("x", shows='"calls"'),
            "led.display.x.counter: a display of the last calls (shows = \"calls\") has no such "
            "setting.",
            id="a counter for all calls",
        ),
        pytest.param(
            LINE + display("x", shows='"last"'),
            "led.display.x.shows: the value “last” cannot be used. Allowed: counter, calls.",
            id="something else to show",
        ),
        pytest.param(
            LINE + display("x") + display("y", counter=2, protocol='"modbus:dm36b06"')
            + display("z", counter=3, protocol='"template:ditel_ascii"'),
            "led.display.z.address: the address 1 belongs to led.display.x on the same line "
            "already.",
            id="one address in two protocols, other registers being fine",
        ),
        pytest.param(
            LINE + display("x", protocol=CARD, rows=2) + display("y", protocol=CARD, row=2),
            "led.display.y.address: the address 1 belongs to led.display.x on the same line "
            "already.",
            id="one row twice",
        ),
        pytest.param(
            '[printer.p]\nlink = { kind = "usblp", device = "usb:1A86:7523" }\n'
            '[led.line.a]\nlink = { kind = "serial", port = "usb:1a86:7523:X1" }',
            "led.line.a.link.port: the port “usb:1a86:7523:X1” belongs to printer.p already.",
            id="one identity, once with its serial number",
        ),
        pytest.param(
            '[led.line.a]\nlink = { kind = "serial", port = '
            '"/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A5028-if00-port0" }\n'
            '[led.line.b]\nlink = { kind = "serial", port = "usb:0403:6001:a5028" }',
            "led.line.b.link.port: the port “usb:0403:6001:a5028” belongs to led.line.a already.",
            id="one adapter by its name and by its identity",
        ),
        pytest.param(
            '[led.line.a]\nlink = { kind = "serial", port = "socket://10.0.0.9:4001" }\n'
            '[led.line.b]\nlink = { kind = "tcp", host = "10.0.0.9", port = 4001 }',
            "led.line.b.link.host: the port “10.0.0.9:4001” belongs to led.line.a already.",
            id="one serial server in two spellings",
        ),
        pytest.param(
            '[led.line.a]\nlink = { kind = "serial", port = "COM3" }\n'
            '[led.line.b]\nlink = { kind = "serial", port = "com3" }',
            "led.line.b.link.port: the port “COM3” belongs to led.line.a already.",
            id="one port of Windows in two spellings",
        ),
        pytest.param(
            '[led]\nbrightness = [{ at = "17:30", percent = 40 }, { at = "7:00", percent = 100 }]',
            "led.brightness: “7:00” is no hour of the day, right is for example: 07:30.",
            id="no hour",
        ),
        pytest.param(
            '[led]\nbrightness = [{ at = "17:30", percent = 40 }, { at = "07:00", percent = 9 }]',
            "led.brightness: the hours must ascend, but 07:00 does not come after the one before "
            "it.",
            id="hours backwards",
        ),
        pytest.param(
            '[voice]\nquiet = [{ start = "12:00", end = "12:00" }]',
            "voice.quiet: start and end are both 12:00, so that there is no quiet time at all.",
            id="quiet for no time",
        ),
        pytest.param(
            "[board.sanh]\n[board.tang-2]\ndistance_m = 5",
            "board.tang-2.monitor: monitor 0 belongs to board.sanh already.",
            id="two boards on one monitor",
        ),
    ],
)  # fmt: skip
def test_each_problem_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    """Where it is, what is wrong, what would be right."""
    assert sentences(tmp_path, text) == [sentence]


@pytest.mark.parametrize(
    "text",
    [
        LINE + display("x", protocol=DIGITS),
        LINE + display("x", protocol=DIGITS, idle='"{counter}"', text='"{number}"'),
        LINE + display("x", width=3, digits_only="true"),
        LINE + display("x", protocol=CARD, rows=2, text='["So {label}", "Quay {counter:02}"]'),
        LINE + display("x", protocol=CARD, rows=2, shows='"calls"').replace("counter = 1\n", ""),
        LINE + display("x", protocol=CARD) + display("y", protocol=CARD, row=2),
        '[led]\nidle = "{counter:02}"\npaused = ["TAM NGHI", "QUAY {counter}"]\n'
        + LINE + display("x", protocol=DIGITS),
        '[board.a]\n[board.b]\nmonitor = 1',
        '[voice]\nquiet = [{ start = "22:00", end = "06:00" }]',
        '[led.line.a]\nlink = { kind = "serial", port = "usb:0403:6001:A1" }\n'
        '[led.line.b]\nlink = { kind = "serial", port = "usb:0403:6001:A2" }',
    ],
)  # fmt: skip
def test_what_fits_together_is_taken(tmp_path: Path, text: str) -> None:
    """Texts for all displays are no fault of the one that cannot show them."""
    settings_of(tmp_path, text)


class TestSlides:
    """A folder of pictures, looked into when the file is read."""

    BOARD = '[board.sanh]\nslides = "hinh"'

    def test_pictures_are_taken_whatever_lies_hidden_beside_them(self, tmp_path: Path) -> None:
        folder = tmp_path / "hinh"
        folder.mkdir()
        Image.new("RGB", (8, 8)).save(folder / "1.png")
        Image.new("RGB", (8, 8)).save(folder / "2.jpg")
        (folder / "Thumbs.db").write_bytes(b"x")
        (folder / ".hidden").write_bytes(b"x")
        assert settings_of(tmp_path, self.BOARD).board["sanh"].slides == folder

    def test_a_file_that_is_no_picture_is_named(self, tmp_path: Path) -> None:
        folder = tmp_path / "hinh"
        folder.mkdir()
        Image.new("RGB", (8, 8)).save(folder / "1.png")
        (folder / "thong-bao.docx").write_bytes(b"PK\x03\x04 no picture")
        assert sentences(tmp_path, self.BOARD) == [
            "board.sanh.slides: the file thong-bao.docx in this folder is no picture; please use "
            "PNG or JPEG, or move the file elsewhere."
        ]

    @pytest.mark.parametrize("name", ["1.png", "1.jpg"])
    def test_a_picture_that_breaks_off_is_named(self, tmp_path: Path, name: str) -> None:
        folder = tmp_path / "hinh"
        folder.mkdir()
        Image.effect_noise((400, 300), 80).save(folder / name)
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(whole[: len(whole) // 2])
        assert sentences(tmp_path, self.BOARD) == [
            f"board.sanh.slides: the picture {name} in this folder is damaged or not copied to "
            "its end; please copy the file again."
        ]

    def test_a_folder_that_is_missing_or_empty_is_told(self, tmp_path: Path) -> None:
        [missing] = problems(tmp_path, self.BOARD).problems
        (tmp_path / "hinh").mkdir()
        [empty] = problems(tmp_path, self.BOARD).problems
        assert [missing.code, empty.code] == [
            SettingCode.SLIDES_MISSING,
            SettingCode.SLIDES_EMPTY,
        ]


class TestVoice:
    """A folder of clips: complete, of the right rate and language, or told so at once."""

    PACK = '[voice]\npack = "giong"'

    @pytest.fixture
    def giong(self, tmp_path: Path) -> Path:
        return Path(shutil.copytree(shipped_pack("vi"), tmp_path / "giong"))

    def test_a_complete_pack_is_taken(self, tmp_path: Path, giong: Path) -> None:
        assert settings_of(tmp_path, self.PACK).voice.pack == giong

    def test_a_folder_without_a_pack_is_told(self, tmp_path: Path) -> None:
        assert sentences(tmp_path, self.PACK) == [
            f"voice.pack: there is no recorded voice in the folder {tmp_path / 'giong'}; record "
            "one with: motcua voice record"
        ]

    def test_what_lacks_is_named(self, tmp_path: Path, giong: Path) -> None:
        (giong / "digit_7.ogg").unlink()
        assert sentences(tmp_path, self.PACK) == [
            f"voice.pack: the recorded voice {giong} still lacks: bảy."
        ]

    def test_a_clip_of_another_rate_is_named(self, tmp_path: Path, giong: Path) -> None:
        (giong / "digit_7.ogg").unlink()
        with wave.open(str(giong / "digit_7.wav"), "wb") as clip:
            clip.setnchannels(1)
            clip.setsampwidth(2)
            clip.setframerate(44_100)
            clip.writeframes(b"\x00\x40" * 22_050)
        [sentence] = sentences(tmp_path, self.PACK)
        assert sentence.startswith(f"voice.pack: the sound digit_7.wav in {giong} cannot be used")
        assert sentence.endswith("the file has 44100 Hz.")

    def test_a_broken_clip_is_told_as_broken(self, tmp_path: Path, giong: Path) -> None:
        (giong / "digit_7.ogg").write_bytes(b"OggS" + bytes(100))
        assert sentences(tmp_path, self.PACK) == [
            f"voice.pack: the sound digit_7.ogg in {giong} is damaged and cannot be read; please "
            "copy or record it again."
        ]

    def test_a_pack_of_the_other_language_is_told(self, tmp_path: Path, giong: Path) -> None:
        assert sentences(tmp_path, '[voice]\nenglish_pack = "giong"') == [
            f"voice.english_pack: the recorded voice {giong} is not in the language en."
        ]
