"""``motcua voice record``: the recording wizard, put together."""

import argparse
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from core.announcement import Tongue
from core.clock import SystemClock
from counter_display.recorder.studio import RecorderPorts
from counter_display.recorder.window import RecorderWindow
from counter_display.recording.card_microphone import CardMicrophone
from counter_display.recording.session import Wanted
from counter_display.voice.output import WatchedOutput
from counter_display.voice.sound_card import SoundCard
from motcua.cli.terminal import Exit, Terminal
from motcua.programs.application import application, run_until_closed, show
from motcua.settings import Settings
from ui_kit.bridge import Bridge

WINDOW_SIZE = (1366, 768)
_FOLDER = "giong-doc"


def run(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """A window on the officer's desk until it is closed. ``args``: out, windowed, screen.

    The command's language is that of the screen, and the one whose pack is offered first. Without
    ``out`` packs go into the data folder.
    """
    settings, app = terminal.settings(), application()
    language = terminal.texts.language
    out: Path = (args.out or settings.data_folder / _FOLDER).absolute()
    other: Tongue = "vi" if language == "en" else "en"
    executor = ThreadPoolExecutor(1, thread_name_prefix="recorder")
    window = RecorderWindow(
        ports=RecorderPorts(
            microphone=CardMicrophone(),
            sound=WatchedOutput(SoundCard()),
            wanted=lambda: wanted_at(settings, terminal.environ),
            out={language: out, other: out.with_name(f"{out.name}-{other}")},
        ),
        bridge=Bridge(executor),
        clock=SystemClock(),
        language=language,
        tongue=language,
    )
    try:
        window.begin()
        size = args.screen or (WINDOW_SIZE if args.windowed else None)
        show(window, windowed=args.windowed, size=size)
        run_until_closed(app)
    finally:
        window.close()
        executor.shutdown(wait=False, cancel_futures=True)
    return Exit.DONE


def wanted_at(settings: Settings, environ: Mapping[str, str]) -> Wanted:
    """How the site speaks, and the letters of its tickets; raises ``Unavailable``."""
    from motcua.wiring import open_queue  # the database takes a while to import

    with open_queue(settings, environ) as queue:
        hall = queue.reader.hall()
    letters = {letter for line in hall.services for letter in line.series if letter.isalpha()}
    usual = Wanted()
    return Wanted(
        noun=hall.office.noun,
        reading=hall.office.reading,
        letters=tuple(sorted(letters)) or usual.letters,
    )
