"""``config.toml``: the one file that ward IT edits, read and checked as a whole."""

from motcua.settings.printing import (
    CodePageSettings,
    CupsQueue,
    FileTarget,
    Libusb,
    LinkSettings,
    PrinterSettings,
    SerialPort,
    SimLink,
    TcpAddress,
    UsbLp,
    WindowsQueue,
)
from motcua.settings.problems import Problem, SettingCode, SettingsProblems, sentence_of
from motcua.settings.reading import config_path, load_settings
from motcua.settings.schema import (
    Board,
    Database,
    Kiosk,
    Led,
    LedDisplay,
    LedLine,
    Screen,
    Settings,
)

__all__ = [
    "Board",
    "CodePageSettings",
    "CupsQueue",
    "Database",
    "FileTarget",
    "Kiosk",
    "Led",
    "LedDisplay",
    "LedLine",
    "Libusb",
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
    "UsbLp",
    "WindowsQueue",
    "config_path",
    "load_settings",
    "sentence_of",
]
