"""config.toml, read: what is right, and what reaches the programs."""

from pathlib import Path

import pytest
from PIL import Image

from hardware.drivers.led_board import Display
from i18n import Texts
from motcua.settings import (
    FileTarget,
    LedDisplay,
    SerialPort,
    Settings,
    SettingsProblems,
    SimLink,
    TcpAddress,
    config_path,
    load_settings,
    sentence_of,
)

ROOT = Path(__file__).parents[2]


def settings_of(folder: Path, text: str) -> Settings:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return load_settings(path)


def sentences(folder: Path, text: str) -> list[str]:
    with pytest.raises(SettingsProblems) as wrong:
        settings_of(folder, text)
    texts = Texts("en")
    return [sentence_of(each, wrong.value.path, texts) for each in wrong.value.problems]


def draw_logo(path: Path, size: tuple[int, int] = (40, 40)) -> None:
    Image.new("L", size, 0).save(path)


def test_the_shipped_file_runs_the_demo() -> None:
    """SQLite, simulated devices; displays at five counters, a main board and a pole, four lines."""
    settings = load_settings(ROOT / "config.toml")
    assert settings.database.url == f"sqlite:///{(ROOT / 'data' / 'motcua.db').as_posix()}"
    assert isinstance(settings.printer["phieu"].link, SimLink)
    displays = settings.led.display.values()
    assert {each.counter for each in displays if each.shows == "counter"} == {1, 2, 3, 4, 5}
    assert len({display.line for display in displays}) == 4


def test_the_example_in_the_shipped_file_is_right_too(tmp_path: Path) -> None:
    """Whoever takes away the comment signs of the own protocol gets no complaint."""
    text = (ROOT / "config.toml").read_text("utf-8")
    head, mark, tail = text.partition("# [led.protocol.bang_rieng]")
    own = "\n".join(line.removeprefix("# ") for line in f"{mark}{tail}".splitlines())
    settings = settings_of(tmp_path, head + own)
    assert "bang_rieng" in settings.led.protocol


def test_an_empty_file_has_a_default_for_everything(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, "")
    assert settings.language == "vi"
    assert settings.kiosk.printer is None
    assert settings.database.url == f"sqlite:///{(tmp_path / 'data' / 'motcua.db').as_posix()}"


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    draw_logo(tmp_path / "logo.png")
    settings = settings_of(
        tmp_path,
        """
        data_folder = "var"
        [printer.p]
        link = { kind = "file", path = "out/slips.bin" }
        logo = "logo.png"
        """,
    )
    assert settings.data_folder == tmp_path / "var"
    assert settings.printer["p"].link == FileTarget(
        kind="file", path=tmp_path / "out" / "slips.bin"
    )
    assert settings.printer["p"].logo == tmp_path / "logo.png"


def test_a_link_is_one_of_its_kinds(tmp_path: Path) -> None:
    settings = settings_of(
        tmp_path,
        """
        [printer.a]
        link = { kind = "serial", port = "COM5", baud = 115200 }
        [printer.b]
        link = { kind = "tcp", host = "192.168.1.50" }
        """,
    )
    assert settings.printer["a"].link == SerialPort(kind="serial", port="COM5", baud=115200)
    assert settings.printer["b"].link == TcpAddress(kind="tcp", host="192.168.1.50", port=9100)


def test_a_byte_order_mark_of_a_windows_editor_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xef\xbb\xbf" + b'language = "en"\n')
    assert load_settings(tmp_path / "config.toml").language == "en"


def test_two_rows_of_one_card_may_share_an_address(tmp_path: Path) -> None:
    settings = settings_of(
        tmp_path,
        """
        [led.line.a]
        link = { kind = "sim" }
        [led.display.upper]
        line = "a"
        counter = 1
        protocol = "modbus:text_card"
        [led.display.lower]
        line = "a"
        counter = 2
        row = 2
        protocol = "modbus:text_card"
        """,
    )
    assert settings.led.display["lower"] == LedDisplay(
        line="a", counter=2, protocol="modbus:text_card", address=1, row=2
    )


class TestDatabaseAddress:
    """Where the password comes from."""

    URL = '[database]\nurl = "postgresql://motcua@db/motcua?sslmode=require"\n'

    def test_without_a_password_it_is_as_written(self, tmp_path: Path) -> None:
        database = settings_of(tmp_path, self.URL).database
        assert database.address({}) == "postgresql://motcua@db/motcua?sslmode=require"

    def test_the_environment_gives_the_password(self, tmp_path: Path) -> None:
        database = settings_of(tmp_path, self.URL).database
        address = database.address({"MOTCUA_DATABASE_PASSWORD": "a/b@c"})
        assert address == "postgresql://motcua:a%2Fb%40c@db/motcua?sslmode=require"

    def test_or_the_file_that_it_names(self, tmp_path: Path) -> None:
        secret = tmp_path / "secret"
        secret.write_text("pass\n", "utf-8")
        database = settings_of(tmp_path, self.URL).database
        address = database.address({"MOTCUA_DATABASE_PASSWORD_FILE": str(secret)})
        assert address.startswith("postgresql://motcua:pass@db/")

    def test_sqlite_needs_none(self, tmp_path: Path) -> None:
        database = settings_of(tmp_path, "").database
        assert database.address({"MOTCUA_DATABASE_PASSWORD": "x"}) == database.url

    def test_the_password_is_in_no_representation(self, tmp_path: Path) -> None:
        """What is logged by accident must not tell it."""
        settings = settings_of(tmp_path, self.URL)
        settings.database.address({"MOTCUA_DATABASE_PASSWORD": "hunter2"})
        assert "hunter2" not in repr(settings)

    def test_a_password_in_the_file_is_a_problem(self, tmp_path: Path) -> None:
        text = '[database]\nurl = "postgresql://motcua:secret@db/motcua"\n'
        found = sentences(tmp_path, text)
        assert found == [
            "database.url: no password in this file, "
            "please put it into the environment variable MOTCUA_DATABASE_PASSWORD."
        ]


def test_the_file_is_the_one_asked_for_else_the_environments_else_the_folders() -> None:
    environ = {"MOTCUA_CONFIG": "/etc/motcua.toml"}
    assert config_path(Path("x.toml"), environ) == Path("x.toml")
    assert config_path(None, environ) == Path("/etc/motcua.toml")
    assert config_path(None, {}) == Path("config.toml")


def test_every_display_of_the_drivers_can_be_configured() -> None:
    """A new field of the driver's display must not be forgotten in config.toml."""
    known = set(LedDisplay.__dataclass_fields__)
    assert set(Display.__dataclass_fields__) - {"name", "dialect"} <= known
