"""What must fit together across ``config.toml``: names that name nothing, addresses twice.

Works on the raw file, so that these problems are found beside all others. Whatever has the wrong
type is none of this module's business: pydantic has already spoken.
"""

from hardware.frames.presets import Preset
from hardware.frames.template_problems import BadTemplate
from motcua.settings.checks_hall import hall_problems
from motcua.settings.checks_leds import led_problems
from motcua.settings.checks_ports import port_problems
from motcua.settings.checks_printers import printer_problems
from motcua.settings.problems import Problem
from motcua.settings.protocols import own_protocol, shipped_protocols
from motcua.settings.raw import Table, table_of, tables_of


def cross_problems(data: Table) -> list[Problem]:
    """Everything that is wrong between the settings of ``data`` (the file as tomllib gives it)."""
    led = table_of(data, "led")
    protocols, found = _own_protocols(tables_of(led, "protocol"))
    found += printer_problems(data)
    found += led_problems(led, protocols)
    found += hall_problems(data)
    found += port_problems(data)
    return found


def _own_protocols(described: Table) -> tuple[dict[str, Preset | None], list[Problem]]:
    """Every protocol by name, a broken one as None; and what is wrong with the own ones."""
    found: dict[str, Preset | None] = dict(shipped_protocols())
    problems: list[Problem] = []
    for name, table in described.items():
        try:
            found[name] = own_protocol(name, table)
        except BadTemplate as bad:
            found[name] = None
            problems += [
                Problem(
                    key=f"led.protocol.{name}.{each.key}".removesuffix("."),
                    code=each.code,
                    facts=each.facts,
                    allowed=each.allowed,
                )
                for each in bad.problems
            ]
    return found, problems
