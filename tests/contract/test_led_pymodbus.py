"""An independent Modbus slave (pymodbus) receives the numbers that our driver sends."""

import asyncio
import os
import select
import threading
from collections.abc import Callable, Iterator

import pytest
from pymodbus.server import ModbusSerialServer
from pymodbus.simulator import DataType, SimData, SimDevice

from hardware.drivers.led_board import Display
from hardware.drivers.led_line import LedLine
from hardware.frames.presets import load_presets
from hardware.links.serial_port import SerialLink
from hardware.protocols.display import DisplayState, DisplayText

WaitUntil = Callable[..., None]
UNITS = (1, 2, 3)
READ_HOLDING = 3


class Cable:
    """Two pseudo-terminals with their device ends joined: a null-modem cable."""

    def __init__(self) -> None:
        import tty

        self._ends = [os.openpty() for _ in range(2)]
        for _, client in self._ends:
            tty.setraw(client)
        self.names = [os.ttyname(client) for _, client in self._ends]
        self._stop, self._stopped = os.pipe()
        self._thread = threading.Thread(target=self._carry, name="cable")
        self._thread.start()

    def close(self) -> None:
        os.write(self._stopped, b"!")
        self._thread.join()
        for end in (*self._ends[0], *self._ends[1], self._stop, self._stopped):
            os.close(end)

    def _carry(self) -> None:
        (left, _), (right, _) = self._ends
        across = {left: right, right: left}
        while True:
            ready, _, _ = select.select([left, right, self._stop], [], [])
            if self._stop in ready:
                return
            for end in ready:
                os.write(across[end], os.read(end, 4096))


class Slaves:
    """pymodbus, all units in one server, on a thread with a loop of its own."""

    def __init__(self, port: str) -> None:
        self._port = port
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="slaves")
        self._thread.start()
        assert self._ready.wait(10)

    def registers(self, unit: int, first: int, count: int) -> list[int]:
        """What pymodbus itself would answer to "read holding registers"."""
        asked = self._server.async_getValues(unit, READ_HOLDING, first, count)
        found = asyncio.run_coroutine_threadsafe(asked, self._loop).result(10)
        assert isinstance(found, list)
        return [int(value) for value in found]

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()

    async def _serve(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        registers = SimData(0, count=2100, values=0, datatype=DataType.REGISTERS)
        self._server = ModbusSerialServer(
            [SimDevice(unit, simdata=[registers]) for unit in UNITS],
            port=self._port,
            baudrate=9600,
            ignore_missing_devices=True,
            broadcast_enable=True,
        )
        await self._server.serve_forever(background=True)
        self._ready.set()
        await self._end.wait()
        await self._server.shutdown()


@pytest.fixture
def cable() -> Iterator[Cable]:
    cable = Cable()
    yield cable
    cable.close()


@pytest.fixture
def slaves(cable: Cable) -> Iterator[Slaves]:
    slaves = Slaves(cable.names[1])
    yield slaves
    slaves.close()


@pytest.mark.parametrize(
    ("preset", "row", "shown", "first", "registers"),
    [
        ("led485_int16", 1, "A1001", 0x0000, [1001]),
        ("led485_ascii", 1, "A007", 0x0070, [0x4130, 0x3037]),
        ("dm56a04", 1, "1001", 0x0000, [0x31, 0x30, 0x30, 0x31]),
        ("dm36b06", 1, "A1001", 0x0006, [0, 1001]),
        ("text_card", 1, "A1001 Q3", 1000, [0x4131, 0x3030, 0x3120, 0x5133]),
        ("text_card", 2, "QUAY 03", 2000, [0x5155, 0x4159, 0x2030, 0x3320]),
    ],
)
def test_an_independent_slave_receives_the_number_and_its_answer_is_understood(
    preset: str,
    row: int,
    shown: str,
    first: int,
    registers: list[int],
    cable: Cable,
    slaves: Slaves,
    wait_until: WaitUntil,
) -> None:
    dialect = load_presets()[preset].dialect
    displays = [Display(name=f"Q{unit}", address=unit, dialect=dialect, row=row) for unit in UNITS]
    line = LedLine(SerialLink(cable.names[0]), displays, name="led")
    line.start()
    try:
        digits = int("".join(filter(str.isdigit, shown)))
        line.want("Q2", DisplayText(text=shown, number=digits))
        wait_until(lambda: line.states()["Q2"] is DisplayState.SHOWN)
    finally:
        line.close()
    assert slaves.registers(2, first, len(registers)) == registers
    assert slaves.registers(1, first, len(registers)) == [0] * len(registers)


@pytest.fixture
def open_line(cable: Cable) -> Iterator[Callable[[list[Display]], LedLine]]:
    lines: list[LedLine] = []

    def opened(displays: list[Display]) -> LedLine:
        lines.append(LedLine(SerialLink(cable.names[0]), displays, name="led"))
        lines[-1].start()
        return lines[-1]

    yield opened
    for line in lines:
        line.close()


def test_two_rows_of_one_card_are_written_side_by_side(
    open_line: Callable[[list[Display]], LedLine], slaves: Slaves, wait_until: WaitUntil
) -> None:
    card = load_presets()["text_card"].dialect
    line = open_line(
        [Display(name=f"bảng#{row}", address=1, dialect=card, row=row) for row in (1, 2)]
    )
    line.want("bảng#1", DisplayText(text="A1001 Q3"))
    line.want("bảng#2", DisplayText(text="QUAY 03"))
    wait_until(lambda: set(line.states().values()) == {DisplayState.SHOWN})
    assert slaves.registers(1, 1000, 4) == [0x4131, 0x3030, 0x3120, 0x5133]
    assert slaves.registers(1, 2000, 4) == [0x5155, 0x4159, 0x2030, 0x3320]


def test_one_broadcast_darkens_every_slave(
    open_line: Callable[[list[Display]], LedLine], slaves: Slaves, wait_until: WaitUntil
) -> None:
    dialect = load_presets()["led485_ascii"].dialect
    line = open_line([Display(name=f"Q{unit}", address=unit, dialect=dialect) for unit in UNITS])
    for unit in UNITS:
        line.want(f"Q{unit}", DisplayText(text=f"A00{unit}"))
    wait_until(lambda: set(line.states().values()) == {DisplayState.SHOWN})
    assert slaves.registers(3, 0x0070, 2) == [0x4130, 0x3033]
    line.clear()
    line.close()
    for unit in UNITS:
        wait_until(lambda: slaves.registers(unit, 0x0070, 2) == [0x2020, 0x2020])  # noqa: B023
