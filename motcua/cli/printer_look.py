"""``motcua printer status``: how a printer and its spares are, answer by answer."""

import argparse
import queue
from collections.abc import Mapping
from typing import Any

from core.fault import DeviceFault
from hardware.drivers.escpos_inquiry import confirms, inquire
from hardware.frames.escpos_facts import facts_of
from hardware.frames.escpos_status import status_of
from hardware.protocols.capabilities import Confirmation, StatusKind
from hardware.protocols.link import LinkDown
from hardware.protocols.printer import PrinterStatus
from hardware.registry import capabilities_of
from i18n import Texts
from motcua.cli.terminal import Exit, Terminal
from motcua.devices import Devices
from motcua.settings import Settings
from motcua.settings.printing import MUTE_KINDS

# A silent printer may first have to be woken from a picture that was cut off.
STATUS_WITHIN_S = 10.0


def tell_status(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Ask the printer and those that take over from it; exit 0 when one of them can print."""
    settings = terminal.settings()
    with Devices(settings) as devices:
        names = devices.chain_of(args.name)
    rows = [look_at(settings, name) for name in names]
    first, *spares = rows
    lines = [line for row in rows for line in status_lines(row, terminal.texts)]
    terminal.show(first | {"spares": spares}, lines)
    return Exit.DONE if any(row["can_print"] for row in rows) else Exit.FAILED


def look_at(settings: Settings, name: str) -> dict[str, Any]:
    """How printer ``name`` is: its status, and what its answers say one by one."""
    with Devices(settings) as devices:
        printer = devices.printer_settings(name)
        can = capabilities_of(printer.options(), answers=printer.link.kind not in MUTE_KINDS)
        link = devices.link(name)
        answers: Mapping[int, int] = {}
        reason = None
        try:
            link.open()
            if can.status is not StatusKind.NONE:
                answers = inquire(link)
        except LinkDown as down:
            reason = down.reason
            status = PrinterStatus.BUSY if down.busy else PrinterStatus.UNREACHABLE
        else:
            status = status_of(answers) if answers else PrinterStatus.UNKNOWN
        finally:
            link.close()
    if reason is None and not answers and can.status is not StatusKind.NONE:
        status = _woken(settings, name)
    return {
        "name": name,
        "link": link.name,
        "status": status.value,
        "can_print": status.can_print,
        "fault": status.fault,
        "reason": reason,
        "answers": {str(kind): f"{answer:02x}" for kind, answer in answers.items()},
        "facts": [fact.value for fact in facts_of(answers)],
    }


def _woken(settings: Settings, name: str) -> PrinterStatus:
    """A silent printer's status as its driver finds it, which may wait its turn or wake it up;
    NO_ANSWER when it does not find it soon."""
    told: queue.SimpleQueue[PrinterStatus] = queue.SimpleQueue()
    with Devices(settings) as devices:
        devices.one_printer(name, on_status=told.put)
        try:
            return told.get(timeout=STATUS_WITHIN_S)
        except queue.Empty:
            return PrinterStatus.NO_ANSWER


def confirms_nothing(settings: Settings, name: str) -> bool:
    """Whether printer ``name``, which is ready, leaves the request for a proof unanswered."""
    with Devices(settings) as devices:
        printer = devices.printer_settings(name)
        can = capabilities_of(printer.options(), answers=printer.link.kind not in MUTE_KINDS)
        if can.confirmation is Confirmation.NONE:
            return False
        link = devices.link(name)
        try:
            link.open()
            return not confirms(link, can)
        except LinkDown:
            return False  # another fault, which printing will tell
        finally:
            link.close()


def status_lines(row: Mapping[str, Any], texts: Texts) -> list[str]:
    """What ``look_at`` found, in words."""
    state = texts.of("cli.printer.state", row["status"])
    lines = [texts("cli.printer.says", name=row["name"], state=state)]
    lines += [f"  {texts.of('cli.printer.fact', fact)}" for fact in row["facts"]]
    if row["reason"] is not None:
        lines.append(f"  {row['reason']}")
    if row["fault"] is not None:
        lines.append(f"  {texts.fault(DeviceFault(row['fault'], printer=row['name']))}")
    return lines
