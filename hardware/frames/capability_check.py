"""Capabilities that no printer has: found before anything is drawn or sent."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from hardware.protocols.capabilities import LEAST_DOTS, MOST_DOTS, Capabilities, Level

LEAST_DPI, MOST_DPI = 150, 255  # GS P takes one byte
LEAST_PAYLOAD, MOST_PAYLOAD = 256, 65_535
LEAST_UNIT, MOST_UNIT = 0.1, 4.0
MOST_PAGE = 255


class CapabilityCode(StrEnum):
    """What is wrong with one field."""

    OUT_OF_RANGE = "out_of_range"
    LACKS_CODE_PAGE = "lacks_code_page"  # level "text" needs one
    LACKS_NV_GRAPHICS = "lacks_nv_graphics"  # a logo in the printer needs it


@dataclass(frozen=True, slots=True, kw_only=True)
class CapabilityProblem:
    """One field, what it says and what it may say."""

    field: str
    code: CapabilityCode
    value: float | str | None = None
    least: float | None = None
    most: float | None = None


class UnfitCapabilities(ValueError):
    """No printer is like that; ``problems`` say what is wrong."""

    def __init__(self, problems: tuple[CapabilityProblem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


def problems_of(capabilities: Capabilities) -> tuple[CapabilityProblem, ...]:
    """Everything that is wrong; () for a printer that may exist."""
    return tuple(_problems(capabilities))


def checked(capabilities: Capabilities) -> Capabilities:
    """The same again; raises ``UnfitCapabilities``."""
    if problems := problems_of(capabilities):
        raise UnfitCapabilities(problems)
    return capabilities


def _problems(given: Capabilities) -> Iterator[CapabilityProblem]:
    yield from _range("width_dots", given.width_dots, LEAST_DOTS, MOST_DOTS)
    yield from _range("dpi", given.dpi, LEAST_DPI, MOST_DPI)
    yield from _range("max_payload", given.max_payload, LEAST_PAYLOAD, MOST_PAYLOAD)
    if given.motion_unit is not None:
        yield from _range("motion_unit", given.motion_unit, LEAST_UNIT, MOST_UNIT)
    if given.code_page is not None:
        yield from _range("code_page.page", given.code_page.page, 0, MOST_PAGE)
        if given.code_page.capitals_page is not None:
            capitals = given.code_page.capitals_page
            yield from _range("code_page.capitals_page", capitals, 0, MOST_PAGE)
    if given.level is Level.TEXT and given.code_page is None:
        yield CapabilityProblem(
            field="code_page", code=CapabilityCode.LACKS_CODE_PAGE, value=given.level.value
        )
    if given.logo_in_printer and not given.nv_graphics:
        yield CapabilityProblem(
            field="logo_in_printer", code=CapabilityCode.LACKS_NV_GRAPHICS, value="true"
        )


def _range(field: str, value: float, least: float, most: float) -> Iterator[CapabilityProblem]:
    if not math.isfinite(value) or not least <= value <= most:
        yield CapabilityProblem(
            field=field, code=CapabilityCode.OUT_OF_RANGE, value=value, least=least, most=most
        )
