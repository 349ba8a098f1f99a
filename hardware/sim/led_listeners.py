"""How simulated displays understand their line: Modbus slaves, templates read back, Alpha signs.

All find frames in any stream: bytes before, between and after frames are skipped, and a frame may
come in any number of pieces.
"""

from collections.abc import Sequence

from hardware.frames.alpha import AlphaDialect
from hardware.frames.led_dialect import ModbusDialect, TemplateDialect
from hardware.frames.template import Template
from hardware.sim.led_listeners_alpha import AlphaListener
from hardware.sim.led_listeners_modbus import ModbusListener
from hardware.sim.led_listeners_seen import Listener, Seen, SimDisplay
from hardware.sim.led_listeners_template import TemplateListener

__all__ = [
    "KEPT_BYTES",
    "AlphaListener",
    "Listener",
    "ModbusListener",
    "Seen",
    "SimDisplay",
    "TemplateListener",
    "listeners_for",
]

KEPT_BYTES = 512


def listeners_for(displays: Sequence[SimDisplay]) -> list[Listener]:
    """One listener for all Modbus displays, one for all Alpha signs and one per template."""
    listeners: list[Listener] = []
    profiles = [
        (display, display.dialect.profile)
        for display in displays
        if isinstance(display.dialect, ModbusDialect)
    ]
    signs = [
        (display, display.dialect.sign)
        for display in displays
        if isinstance(display.dialect, AlphaDialect)
    ]
    if profiles:
        listeners.append(ModbusListener(profiles))
    if signs:
        listeners.append(AlphaListener(signs))
    groups: list[tuple[Template, list[SimDisplay]]] = []
    for display in displays:
        if isinstance(display.dialect, TemplateDialect):
            template = display.dialect.template
            group = next((each for known, each in groups if known == template), None)
            if group is None:
                groups.append((template, [display]))
            else:
                group.append(display)
    return [*listeners, *(TemplateListener(template, group) for template, group in groups)]
