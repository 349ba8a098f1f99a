"""One display program speaks in a hall, and one drives the displays of a machine.

Two of them would speak each call twice, talk into each other's lines, and the one that ends would
darken what the other shows. A file that is locked settles it among programs of one installation, at
once and without a database; places that are held in the database settle it among all others.
"""

import logging
from collections.abc import Mapping
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

from core.fault import FaultCode, Refused
from kiosk.print_journal import lock_file
from motcua.programs.display_place import VOICE_PLACE, place_of_display, unknown_counters
from motcua.programs.installation import installation
from motcua.settings import LedDisplay, Settings

if TYPE_CHECKING:
    from db.holders import PlaceBook
    from motcua.wiring import OpenQueue

log = logging.getLogger("motcua.programs")

LOCK_NAME = "display.lock"


def claims_of(settings: Settings) -> "DisplayClaims":
    """The claims of the program that has all displays of this machine, and its voice."""
    displays = settings.led.display
    return DisplayClaims(settings.data_folder, voice=settings.voice.enabled, displays=displays)


class DisplayClaims:
    """The claims of one display program; made in any thread, used on the database thread.

    ``speaks``: this is the hall's voice. Raises ``Refused(DISPLAY_RUNS_ALREADY)`` when a display
    program of the same ``folder`` runs.
    """

    def __init__(
        self, folder: Path, *, voice: bool, displays: Mapping[str, LedDisplay] | None = None
    ) -> None:
        self._holder = installation(folder)
        self._file = _only_one(folder)
        self._wants_voice = voice
        self._displays = displays or {}
        self._lines: PlaceBook | None = None
        self._voice: PlaceBook | None = None
        self._told = False
        self.speaks = False

    def take(self, hall: "OpenQueue") -> None:
        """The queue has just been opened. Raises as ``renew`` does."""
        for name, counter in unknown_counters(self._displays, hall.reader.counters()):
            log.warning("display %s: counter %s does not exist in the database", name, counter)
        from db.holders import PlaceBook

        self._lines, self._voice = (
            PlaceBook(
                hall.engine,
                hall.site_id,
                place,
                self._holder,
                hall.clock,
                refusal=FaultCode.DISPLAY_RUNS_ALREADY,
            )
            for place in (place_of_display(), VOICE_PLACE)
        )
        self.renew()

    def renew(self) -> None:
        """The heartbeat. Raises ``Refused(DISPLAY_RUNS_ALREADY)`` when another program drives this
        machine's displays, ``Unavailable`` when that is not known."""
        if self._lines is None or self._voice is None:
            return
        self._lines.claim()
        if not self._wants_voice:
            return
        spoke = self.speaks
        try:
            self._voice.claim()
            self.speaks = True
        except Refused:
            if spoke or not self._told:
                log.warning("another display program speaks in this hall: this one is silent")
            self.speaks = False
        else:
            if not spoke:
                log.info("this display program speaks in the hall")
        self._told = True

    def leave(self) -> None:
        """The program ends. Raises ``Unavailable``."""
        for book in (self._voice, self._lines):
            if book is not None:
                book.leave()

    def close(self) -> None:
        """Let another program of this folder start; in any thread."""
        if self._file is not None:
            self._file.close()


def is_running(folder: Path) -> bool:
    """Whether a display program of this folder runs."""
    if not (folder / LOCK_NAME).exists():
        return False
    try:
        file = _only_one(folder)
    except Refused:
        return True
    if file is not None:
        file.close()
    return False


def _only_one(folder: Path) -> FileIO | None:
    """The locked file; the system lets go of it however the program ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / LOCK_NAME).open("ab", buffering=0)
    except OSError as error:
        log.warning("%s cannot be kept: %s; the database alone decides", LOCK_NAME, error)
        return None
    if not lock_file(file):
        file.close()
        raise Refused(FaultCode.DISPLAY_RUNS_ALREADY, place=place_of_display())
    return file
