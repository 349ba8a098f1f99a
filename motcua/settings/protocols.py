"""Display protocols by the names that ``config.toml`` uses: those shipped, and ward IT's own.

``modbus:dm56a04`` and ``template:qsystem`` come along; ``[led.protocol.NAME]`` describes another
one, by its ``frame`` or by its Modbus ``register``.
"""

from collections.abc import Mapping

from hardware.frames.led_dialect import ModbusDialect
from hardware.frames.presets import Preset, load_presets, modbus_preset, template_preset


def shipped_protocols() -> dict[str, Preset]:
    """Every protocol that needs no description, by its name in ``config.toml``."""
    named: dict[str, Preset] = {}
    for preset in load_presets().values():
        family = "modbus" if isinstance(preset.dialect, ModbusDialect) else "template"
        named[f"{family}:{preset.name}"] = preset
    return named


def own_protocol(name: str, data: Mapping[str, object]) -> Preset:
    """The protocol that ``data`` describes; ``BadTemplate`` with all its problems."""
    if "register" in data or "function" in data:
        return modbus_preset(name, data)
    return template_preset(name, data)


def all_protocols(described: Mapping[str, Mapping[str, object]]) -> dict[str, Preset]:
    """The shipped protocols and the ``described`` ones."""
    return shipped_protocols() | {
        name: own_protocol(name, data) for name, data in described.items()
    }
