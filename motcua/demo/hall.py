"""The demo's hall: a fresh database, simulated devices, and the real programs."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from core.clock import Clock
from db.engine import open_engine
from db.seed import seed
from db.upgrade import upgrade
from hardware.protocols.printer import OnStatus, Printer
from i18n import LANGUAGES, Language, Texts
from motcua.demo.loudspeaker import Loudspeaker
from motcua.demo.postgres import own_postgres
from motcua.devices import Devices, OnPaper
from motcua.programs.display import DisplayProgram
from motcua.programs.kiosk import KioskProgram
from motcua.programs.kiosk_paper import OnEach
from motcua.programs.panel import PanelProgram
from motcua.settings import Database, Settings, SimLink
from motcua.wiring import OpenQueue, open_queue


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoHall:
    """Everything in the hall. ``books`` is a further look into the queue, for checking."""

    settings: Settings
    texts: Mapping[Language, Texts]
    clock: Clock
    devices: Devices
    kiosk: KioskProgram
    panels: Mapping[int, PanelProgram]
    display: DisplayProgram
    books: OpenQueue


def simulated(settings: Settings, database_url: str, folder: Path) -> Settings:
    """``settings`` with a database of its own and no real device."""
    link = SimLink(kind="sim")
    led = settings.led
    return replace(
        settings,
        data_folder=folder,
        database=Database(url=database_url),
        printer={name: replace(each, link=link) for name, each in settings.printer.items()},
        led=replace(led, line={name: replace(each, link=link) for name, each in led.line.items()}),
    )


def heard(settings: Settings) -> Settings:
    """``settings`` with a voice that speaks at any hour."""
    return replace(settings, voice=replace(settings.voice, enabled=True, mute=False, quiet=[]))


@contextmanager
def fresh_database(folder: Path, *, postgres: bool) -> Iterator[str]:
    """The address of an empty database that lives as long as the demo."""
    folder.mkdir(parents=True, exist_ok=True)
    if postgres:
        with own_postgres(folder / "postgres") as url:
            yield url
        return
    file = folder / "demo.db"
    for suffix in ("", "-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)
    yield f"sqlite:///{file.absolute().as_posix()}"


def fill_database(settings: Settings) -> None:
    """Tables and the ward of the settings."""
    engine = open_engine(settings.database.address(os.environ))
    try:
        upgrade(engine)
        seed(engine, settings.site)
    finally:
        engine.dispose()


@contextmanager
def demo_hall(
    settings: Settings,
    clock: Clock,
    counters: Sequence[int],
    *,
    kiosk_width_mm: float,
    on_paper: OnPaper | None = None,
    loudspeaker: Loudspeaker | None = None,
) -> Iterator[DemoHall]:
    """The hall on ``settings``, its programs started, not shown. After the application object.

    ``loudspeaker``: what listens instead of this machine's sound card.
    """
    texts = {language: Texts(language) for language in LANGUAGES}
    with ExitStack() as open_things:

        def open_hall() -> AbstractContextManager[OpenQueue]:
            return open_queue(settings, os.environ, clock)

        def open_printer(*, on_status: OnStatus, on_each: OnEach) -> Printer:
            return devices.printer(
                printer_name, on_status=on_status, on_each=on_each, on_paper=on_paper
            )

        printer_name = settings.kiosk.printer or next(iter(settings.printer))
        devices = open_things.enter_context(Devices(settings))
        kiosk = KioskProgram(
            open_hall,
            open_printer,
            settings,
            texts,
            clock,
            logo=devices.logo(printer_name),
            screen_width_mm=kiosk_width_mm,
        )
        open_things.callback(kiosk.close)
        display = _open_display(open_hall, devices, settings, clock, loudspeaker)
        open_things.callback(display.close)
        panels = {}
        for counter_id in counters:
            panels[counter_id] = PanelProgram(
                open_hall, clock, language=settings.language, counter_id=counter_id
            )
            open_things.callback(panels[counter_id].close)
        yield DemoHall(
            settings=settings,
            texts=texts,
            clock=clock,
            devices=devices,
            kiosk=kiosk,
            panels=panels,
            display=display,
            books=open_things.enter_context(open_hall()),
        )


def _open_display(
    open_hall: Callable[[], AbstractContextManager[OpenQueue]],
    devices: Devices,
    settings: Settings,
    clock: Clock,
    loudspeaker: Loudspeaker | None,
) -> DisplayProgram:
    if loudspeaker is None:
        return DisplayProgram(open_hall, devices, settings, clock)
    return DisplayProgram(
        open_hall, devices, settings, clock, sound=loudspeaker, on_spoken=loudspeaker.hear
    )
