"""The display protocols that Một Cửa brings along (``presets.toml``), proven by their examples."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files

from hardware.frames.alpha import AlphaDialect, read_alpha
from hardware.frames.led_dialect import Dialect, ModbusDialect, TemplateDialect
from hardware.frames.modbus_reading import read_profile
from hardware.frames.template import Example, SerialSettings, Template
from hardware.frames.template_problems import BadTemplate, ProblemCode, TemplateProblem
from hardware.frames.template_reading import read_template


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One known display protocol. ``serial``: what the maker's sheet says of the line.

    ``family``: the first word of its name in ``config.toml``; empty for ward IT's own.
    """

    name: str
    title: str
    dialect: Dialect
    serial: SerialSettings
    examples: tuple[Example, ...]
    family: str = ""
    dim_examples: tuple[Example, ...] = ()

    def dialect_at(self, baud: int) -> Dialect:
        """The dialect on a line of ``baud``, which decides Modbus's silence between frames.

        0: the line has no speed of its own, such as a serial server's; then it stays at 9600.
        """
        if baud and isinstance(self.dialect, ModbusDialect):
            return replace(self.dialect, baud=baud)
        return self.dialect


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """How one published example came out."""

    preset: str
    title: str
    expected: str
    actual: str
    ok: bool


def load_presets() -> Mapping[str, Preset]:
    """Every preset by its name; ``BadTemplate`` when one of them does not match its example."""
    text = files("hardware.frames").joinpath("presets.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    makers = {
        "modbus": modbus_preset,
        "template": template_preset,
        "pole": template_preset,
        "alpha": alpha_preset,
    }
    presets = [
        replace(make(name, table), family=family)
        for family, make in makers.items()
        for name, table in data[family].items()
    ]
    return {preset.name: preset for preset in presets}


def template_preset(name: str, data: Mapping[str, object]) -> Preset:
    """A protocol of ward IT's own (``[led.protocol.NAME]``); ``BadTemplate`` with all problems."""
    template: Template = read_template(data)
    return Preset(
        name=name,
        title=template.title or name,
        dialect=TemplateDialect(template=template),
        serial=template.serial,
        examples=template.examples,
        dim_examples=() if template.dim is None else template.dim.examples,
    )


def verify_all(presets: Mapping[str, Preset] | None = None) -> tuple[Verified, ...]:
    """Every example beside the bytes that we make of it; for ``motcua led verify``."""
    chosen = load_presets() if presets is None else presets
    return tuple(
        verified
        for name, preset in chosen.items()
        for verified in (
            *(_verified(name, preset, each, _frame(preset, each)) for each in preset.examples),
            *(_verified(name, preset, each, _dim(preset, each)) for each in preset.dim_examples),
        )
    )


def _frame(preset: Preset, example: Example) -> bytes:
    return preset.dialect.frame(example.values)


def _dim(preset: Preset, example: Example) -> bytes:
    return preset.dialect.dim_frame(example.values.addr, example.values.bright) or b""


def _verified(name: str, preset: Preset, example: Example, frame: bytes) -> Verified:
    return Verified(
        preset=name,
        title=preset.title,
        expected=example.hex,
        actual=frame.hex(" ").upper(),
        ok=example.fits(frame),
    )


def modbus_preset(name: str, data: Mapping[str, object]) -> Preset:
    """A Modbus display described by its registers; ``BadTemplate`` with all problems."""
    profile, examples = read_profile(name, data)
    preset = Preset(
        name=name,
        title=profile.title,
        dialect=ModbusDialect(profile=profile),
        serial=SerialSettings(),
        examples=examples,
    )
    return _proven(preset)


def alpha_preset(name: str, data: Mapping[str, object]) -> Preset:
    """Alpha's protocol for one kind of sign; ``BadTemplate`` with all problems."""
    sign, examples = read_alpha(name, data)
    preset = Preset(
        name=name,
        title=sign.title,
        dialect=AlphaDialect(sign=sign),
        serial=sign.serial,
        examples=examples,
    )
    return _proven(preset)


def _proven(preset: Preset) -> Preset:
    """``preset``, whose examples come out right; else ``BadTemplate``."""
    verified = verify_all({preset.name: preset})
    wrong = [_differs(each, place) for place, each in enumerate(verified) if not each.ok]
    if wrong:
        raise BadTemplate(wrong)
    return preset


def _differs(verified: Verified, place: int) -> TemplateProblem:
    facts = {"expected": verified.expected, "actual": verified.actual}
    return TemplateProblem(
        key=f"example[{place}].hex", code=ProblemCode.EXAMPLE_DIFFERS, facts=facts
    )
