"""From config.toml's lines of number displays to connections that notice a cut cable."""

import contextlib
import gc
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from motcua.devices import Devices
from tests.unit.test_settings import settings_of
from tests.unit.test_settings_problems import display

WaitUntil = Callable[..., None]


def connected_to(port: int) -> list[socket.socket]:
    """This process's connections to ``port``."""
    found = []
    for each in gc.get_objects():
        with contextlib.suppress(OSError, ReferenceError):
            if isinstance(each, socket.socket) and each.getpeername()[1] == port:
                found.append(each)
    return found


@pytest.mark.parametrize(
    "link",
    [
        '{ kind = "tcp", host = "127.0.0.1", port = 4001 }',
        '{ kind = "serial", port = "socket://127.0.0.1:4001" }',
    ],
    ids=["tcp", "socket"],
)
def test_lines_of_displays_notice_a_cut_cable(
    link: str, tmp_path: Path, wait_until: WaitUntil
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as far:
        port = far.getsockname()[1]
        text = f"[led.line.a]\nlink = {link.replace('4001', str(port))}\n"
        settings = settings_of(tmp_path, text + display("x"))

        def is_watched() -> bool:
            idle = [
                each.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE)
                for each in connected_to(port)
            ]
            return idle == [1]

        with Devices(settings) as devices:
            devices.leds()
            wait_until(is_watched)
