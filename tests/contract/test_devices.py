"""How the printers are, told to every screen, on both engines."""

import pytest

from core.fault import FaultCode
from core.hall import DeviceLine
from db.devices import ALIVE_MS, DeviceBook
from db.feed import Watch
from hardware.protocols.printer import PrinterStatus
from tests.conftest import WaitUntil
from tests.queue_world import OTHER_SITE, SITE, World, act


def book_of(world: World, place: str = "K1", site_id: str = SITE) -> DeviceBook:
    """The book of one kiosk, on an engine of its own as in another program."""
    program = world.program(site_id)
    return DeviceBook(program.engine, site_id, place, world.clock)


def note(book: DeviceBook, status: PrinterStatus, name: str = "phieu") -> None:
    book.note(
        name,
        state=status.value,
        fault=status.fault,
        warning=status is PrinterStatus.NEAR_END,
    )


def test_a_panel_sees_the_printers_of_every_kiosk(world: World) -> None:
    note(book_of(world, "K2"), PrinterStatus.NEAR_END)
    note(book_of(world, "K1"), PrinterStatus.PAPER_OUT)
    told_ms = world.clock.now_ms()
    world.clock.advance(5_000)
    out, near = world.reader.desk(1).printers

    assert out == DeviceLine(
        place="K1",
        name="phieu",
        kind="printer",
        state="paper_out",
        fault=FaultCode.PRINTER_PAPER_OUT,
        warning=False,
        since_ms=told_ms,
        seen_ms=told_ms,
        alive=True,
    )
    assert (near.place, near.state, near.fault, near.warning) == ("K2", "near_end", None, True)
    assert world.reader.printers() == (out, near)


def test_a_heartbeat_keeps_a_device_alive_and_its_since(world: World) -> None:
    book, began = book_of(world), world.clock.now_ms()
    for _ in range(5):
        note(book, PrinterStatus.READY)
        world.clock.advance(20_000)
    [line] = world.reader.printers()

    assert (line.since_ms, line.seen_ms) == (began, began + 80_000)
    assert line.alive


def test_a_program_that_tells_nothing_any_more_is_not_believed(world: World) -> None:
    note(book_of(world), PrinterStatus.READY)
    world.clock.advance(ALIVE_MS)
    assert world.reader.printers()[0].alive
    world.clock.advance(1)

    assert not world.reader.printers()[0].alive


def test_a_change_says_since_when(world: World) -> None:
    book = book_of(world)
    note(book, PrinterStatus.READY)
    world.clock.advance(7_000)
    note(book, PrinterStatus.COVER_OPEN)
    [line] = world.reader.printers()

    assert (line.state, line.since_ms) == ("cover_open", world.clock.now_ms())


def test_a_program_that_ends_leaves_nothing_alive_behind(world: World) -> None:
    book = book_of(world)
    note(book, PrinterStatus.READY)
    note(book_of(world, "K2"), PrinterStatus.READY)
    book.leave()

    assert [(line.place, line.alive) for line in world.reader.printers()] == [
        ("K1", False),
        ("K2", True),
    ]


def test_a_printer_that_is_not_configured_any_more_is_forgotten(world: World) -> None:
    book = book_of(world)
    for name in ("phieu", "du-phong"):
        note(book, PrinterStatus.READY, name)
    note(book_of(world, "K2"), PrinterStatus.READY)
    book.keep_only({"phieu"})

    assert [(line.place, line.name) for line in world.reader.printers()] == [
        ("K1", "phieu"),
        ("K2", "phieu"),
    ]


def test_devices_stand_outside_the_feed_and_beside_the_commands(world: World) -> None:
    """Noted through the very engine whose connection the commands keep."""
    act(world.queue.issue, "A")
    note(DeviceBook(world.engine, SITE, "K1", world.clock), PrinterStatus.READY)
    act(world.queue.issue, "A")

    assert [event.seq for event in world.events()] == [1, 2]
    assert len(world.reader.printers()) == 1


def test_a_change_of_a_device_is_told_and_a_heartbeat_is_not(
    world: World, wait_until: WaitUntil
) -> None:
    changes: list[int] = []
    watch = Watch(world.program().engine, SITE, changes.append, lambda _fault: None)
    watch.start()
    try:
        wait_until(lambda: changes == [0])
        book = book_of(world)
        note(book, PrinterStatus.READY)
        wait_until(lambda: changes == [0, 0], what="a new printer is told")
        note(book, PrinterStatus.READY)
        note(book_of(world, "K1", OTHER_SITE), PrinterStatus.CUTTER)
        note(book, PrinterStatus.CUTTER)
        wait_until(lambda: changes == [0, 0, 0], what="a jammed cutter is told")
        book.leave()
        wait_until(lambda: changes == [0, 0, 0, 0], what="the end of the kiosk is told")
        act(world.queue.issue, "A")
        wait_until(lambda: changes[-1] == 1)
    finally:
        watch.close()

    assert changes == [0, 0, 0, 0, 1]


def test_a_kiosk_that_comes_back_to_life_is_told(world: World, wait_until: WaitUntil) -> None:
    book = book_of(world)
    note(book, PrinterStatus.READY)
    world.clock.advance(2 * ALIVE_MS)
    changes: list[int] = []
    watch = Watch(world.program().engine, SITE, changes.append, lambda _fault: None)
    watch.start()
    try:
        wait_until(lambda: changes == [0])
        note(book, PrinterStatus.READY)
        wait_until(lambda: changes == [0, 0])
    finally:
        watch.close()


@pytest.mark.parametrize("status", PrinterStatus)
def test_every_state_of_a_printer_can_be_told(world: World, status: PrinterStatus) -> None:
    note(book_of(world), status)
    [line] = world.reader.printers()

    assert (line.state, line.fault) == (status.value, status.fault)
