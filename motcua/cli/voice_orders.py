"""``motcua voice announce | mute | unmute``: orders for the hall that is running."""

import argparse
import unicodedata
from importlib.util import find_spec
from typing import TYPE_CHECKING

from core.fault import DeviceFault, FaultCode
from motcua.cli.terminal import Exit, Terminal
from motcua.programs.display_place import place_of_display

if TYPE_CHECKING:
    from core.hall import DeviceLine
    from motcua.cli.tree import Branch
    from motcua.settings import Settings
    from motcua.wiring import OpenQueue

# Nobody listens to more.
MOST_LETTERS = 400
_ESPEAK = "espeakng_loader"


def add_to(branch: "Branch") -> None:
    """Hang the commands up at ``motcua voice``."""
    texts = branch.texts
    leaf = branch.leaf("announce", texts("voice.announce"), announce)
    leaf.add_argument("text", metavar="TEXT", help=texts("voice.announce_text"))
    leaf.add_argument("--english", metavar="TEXT", help=texts("voice.announce_english"))
    branch.leaf("mute", texts("voice.mute"), mute)
    branch.leaf("unmute", texts("voice.unmute"), unmute)


def announce(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Let the hall hear a text, if anybody would hear it."""
    from db.voice_orders import OrderKind, VoiceOrders
    from motcua.wiring import open_queue

    settings, texts = terminal.settings(), terminal.texts
    text, english = _one_line(args.text), _one_line(args.english or "")
    if not text or max(len(text), len(english)) > MOST_LETTERS:
        terminal.complain([texts("voice.announce_length", most=MOST_LETTERS)], code="wrong_use")
        return Exit.WRONG_USE
    with open_queue(settings, terminal.environ) as hall:
        unheard = _why_unheard(hall, settings, terminal)
        if unheard is not None:
            terminal.complain([unheard], code="unheard")
            return Exit.FAILED
        orders = VoiceOrders(hall.engine, hall.site_id, hall.clock)
        orders.put(OrderKind.SAY, text_vi=text, text_en=english)
    terminal.show({"text_vi": text, "text_en": english}, [texts("voice.announced", text=text)])
    return Exit.DONE


def mute(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Silence in the hall until ``unmute``, also after a restart."""
    return _mute(args, terminal, muted=True)


def unmute(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Speak again, also where config.toml says ``mute``."""
    return _mute(args, terminal, muted=False)


def _mute(args: argparse.Namespace, terminal: Terminal, *, muted: bool) -> Exit:
    from db.voice_orders import OrderKind, VoiceOrders
    from motcua.wiring import open_queue

    del args
    texts = terminal.texts
    with open_queue(terminal.settings(), terminal.environ) as hall:
        orders = VoiceOrders(hall.engine, hall.site_id, hall.clock)
        orders.put(OrderKind.MUTE if muted else OrderKind.UNMUTE)
    said = texts("voice.is_muted_now") if muted else texts("voice.is_heard_now")
    terminal.show({"muted": muted}, [said])
    return Exit.DONE


def _why_unheard(hall: "OpenQueue", settings: "Settings", terminal: Terminal) -> str | None:
    """Why an announcement would not be heard now; None when it will.

    What another machine's config.toml allows is not known here.
    """
    texts, speaker = terminal.texts, _speaker(hall)
    if speaker is None or speaker.place == place_of_display():
        if not settings.voice.free_text:
            return texts("voice.announce_off")
        if find_spec(_ESPEAK) is None:
            return texts.fault(DeviceFault(FaultCode.ESPEAK_MISSING))
    if speaker is None:
        return texts("voice.announce_nobody")
    if speaker.state == "muted":
        return texts("voice.announce_muted")
    return texts("voice.announce_quiet") if speaker.state == "quiet" else None


def _speaker(hall: "OpenQueue") -> "DeviceLine | None":
    """The voice of the hall, if it is there."""
    from db.devices import SPEAKER

    alive = (line for line in hall.reader.devices(SPEAKER) if line.alive)
    return next((line for line in alive if line.state != "elsewhere"), None)


def _one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
