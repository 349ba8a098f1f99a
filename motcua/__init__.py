"""The front door of Một Cửa: command line, settings, logging, wiring, demo. Knows all others."""

from typing import Final

VERSION: Final = "0.1.0"
