"""What must fit together within one printer, and between printers."""

from collections.abc import Iterator, Mapping
from typing import assert_never

from hardware.frames.capability_check import CapabilityCode, CapabilityProblem, problems_of
from hardware.frames.capability_options import (
    DEFAULT_PROFILE,
    capabilities_of,
    readable_options,
    setting_of,
)
from hardware.frames.profiles import profiles
from hardware.protocols.capabilities import Alphabet, Confirmation, StatusKind
from motcua.settings.printing import MUTE_KINDS
from motcua.settings.problems import Problem, SettingCode
from motcua.settings.raw import Table, no_such, table_of, tables_of


def printer_problems(data: Table) -> Iterator[Problem]:
    """Everything that is wrong between the printers' settings in the file."""
    printers = tables_of(data, "printer")
    wanted = table_of(data, "kiosk").get("printer")
    if isinstance(wanted, str) and wanted not in printers:
        yield no_such("kiosk.printer", wanted, printers)
    for name, printer in printers.items():
        yield from _capability_problems(f"printer.{name}", printer)
        yield from _fallback_problems(name, printers)


def _capability_problems(key: str, printer: Table) -> Iterator[Problem]:
    options, profile = readable_options(printer), printer.get("profile", DEFAULT_PROFILE)
    known = profiles()
    if not isinstance(profile, str) or profile not in known:
        # The other settings are checked all the same.
        options["profile"] = DEFAULT_PROFILE
    if isinstance(profile, str) and profile and profile not in known:
        code, facts = SettingCode.NO_SUCH_PROFILE, {"value": profile}
        yield Problem(key=f"{key}.profile", code=code, facts=facts, allowed=tuple(known))
    can = capabilities_of(options)
    for problem in problems_of(can):
        yield capability_problem(key, problem)
    page = can.code_page
    if page and page.capitals_page is not None and page.alphabet is not Alphabet.TCVN3:
        where, facts = f"{key}.code_page.capitals_page", {"value": page.alphabet.value}
        yield Problem(key=where, code=SettingCode.NO_CAPITALS_PAGE, facts=facts)
    yield from _unanswered(key, printer)


def capability_problem(key: str, problem: CapabilityProblem) -> Problem:
    """What is wrong with the capabilities of the printer at ``key``, in terms of the file."""
    where = f"{key}.{setting_of(problem.field)}"
    match problem.code:
        case CapabilityCode.OUT_OF_RANGE:
            facts = {"value": problem.value, "low": problem.least, "high": problem.most}
            return Problem(key=where, code=SettingCode.OUT_OF_RANGE, facts=facts)
        case CapabilityCode.LACKS_CODE_PAGE:
            return Problem(key=f"{key}.level", code=SettingCode.LACKS_CODE_PAGE)
        case CapabilityCode.LACKS_NV_GRAPHICS:
            return Problem(key=where, code=SettingCode.LACKS_NV_GRAPHICS)
        case _:
            assert_never(problem.code)


def _unanswered(key: str, printer: Table) -> Iterator[Problem]:
    """Asking through a line that brings nothing back."""
    kind = table_of(printer, "link").get("kind")
    if kind not in MUTE_KINDS:
        return
    for setting, members in (("status", StatusKind), ("confirmation", Confirmation)):
        value = printer.get(setting)
        if value in tuple(members) and value != "none":
            facts = {"value": value, "kind": kind}
            yield Problem(
                key=f"{key}.{setting}",
                code=SettingCode.CANNOT_ANSWER,
                facts=facts,
                allowed=("none",),
            )


def _fallback_problems(name: str, printers: Mapping[str, Table]) -> Iterator[Problem]:
    key, spare = f"printer.{name}.fallback", printers[name].get("fallback")
    if not isinstance(spare, str):
        return
    if spare == name:
        yield Problem(key=key, code=SettingCode.FALLBACK_ITSELF)
    elif spare not in printers:
        yield no_such(key, spare, [each for each in printers if each != name])
    elif (circle := _circle(name, printers)) and name == max(circle, key=list(printers).index):
        # One sentence per circle: at the printer that closes it.
        facts = {"circle": " → ".join((*circle, name))}
        yield Problem(key=key, code=SettingCode.FALLBACK_CIRCLE, facts=facts)


def _circle(name: str, printers: Mapping[str, Table]) -> tuple[str, ...]:
    """The printers that take over from ``name`` until it is its turn again; () when it never is."""
    path = [name]
    while True:
        spare = printers[path[-1]].get("fallback")
        if not isinstance(spare, str) or spare not in printers:
            return ()
        if spare in path:
            return tuple(path) if spare == name else ()
        path.append(spare)
