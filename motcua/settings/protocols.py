"""Display protocols by the names that ``config.toml`` uses: those shipped, and ward IT's own.

``modbus:dm56a04``, ``template:qsystem``, ``alpha:priority`` and ``pole:cd5220`` come along;
``[led.protocol.NAME]`` describes another one, by its ``frame``, by its Modbus ``register``, or by
the ``file`` of an Alpha sign that shows it.
"""

from collections.abc import Mapping

from hardware.frames.presets import (
    Preset,
    alpha_preset,
    load_presets,
    modbus_preset,
    template_preset,
)


def shipped_protocols() -> dict[str, Preset]:
    """Every protocol that needs no description, by its name in ``config.toml``."""
    return {f"{preset.family}:{preset.name}": preset for preset in load_presets().values()}


def own_protocol(name: str, data: Mapping[str, object]) -> Preset:
    """The protocol that ``data`` describes; ``BadTemplate`` with all its problems."""
    if "register" in data or "function" in data:
        return modbus_preset(name, data)
    if "file" in data:
        return alpha_preset(name, data)
    return template_preset(name, data)


def all_protocols(described: Mapping[str, Mapping[str, object]]) -> dict[str, Preset]:
    """The shipped protocols and the ``described`` ones."""
    return shipped_protocols() | {
        name: own_protocol(name, data) for name, data in described.items()
    }
