"""``config.toml``: the one file that ward IT edits, read and checked as a whole."""

from motcua.settings.problems import Problem, SettingCode, SettingsProblems, sentence_of
from motcua.settings.reading import config_path, load_settings
from motcua.settings.schema import (
    Board,
    Database,
    FileTarget,
    Kiosk,
    Led,
    LedDisplay,
    LedLine,
    LinkSettings,
    PrinterSettings,
    Screen,
    SerialPort,
    Settings,
    SimLink,
    TcpAddress,
)

__all__ = [
    "Board",
    "Database",
    "FileTarget",
    "Kiosk",
    "Led",
    "LedDisplay",
    "LedLine",
    "LinkSettings",
    "PrinterSettings",
    "Problem",
    "Screen",
    "SerialPort",
    "SettingCode",
    "Settings",
    "SettingsProblems",
    "SimLink",
    "TcpAddress",
    "config_path",
    "load_settings",
    "sentence_of",
]
