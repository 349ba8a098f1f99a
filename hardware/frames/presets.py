"""The display protocols that Một Cửa brings along (``presets.toml``), proven by their examples."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files

from hardware.frames.led_dialect import Dialect, ModbusDialect, TemplateDialect
from hardware.frames.modbus_reading import read_profile
from hardware.frames.template import Example, SerialSettings, Template
from hardware.frames.template_problems import BadTemplate, ProblemCode, TemplateProblem
from hardware.frames.template_reading import read_template


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One known display protocol. ``serial``: what the maker's sheet says of the line."""

    name: str
    title: str
    dialect: Dialect
    serial: SerialSettings
    examples: tuple[Example, ...]

    def dialect_at(self, baud: int) -> Dialect:
        """The dialect on a line of ``baud``, which decides Modbus's silence between frames."""
        if isinstance(self.dialect, ModbusDialect):
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
    presets = [modbus_preset(name, table) for name, table in data["modbus"].items()]
    presets += [template_preset(name, table) for name, table in data["template"].items()]
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
    )


def verify_all(presets: Mapping[str, Preset] | None = None) -> tuple[Verified, ...]:
    """Every example beside the bytes that we make of it; for ``motcua led verify``."""
    chosen = load_presets() if presets is None else presets
    return tuple(
        _verified(preset, example) for preset in chosen.values() for example in preset.examples
    )


def _verified(preset: Preset, example: Example) -> Verified:
    frame = preset.dialect.frame(example.values)
    return Verified(
        preset=preset.name,
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
    wrong = [each for each in verify_all({name: preset}) if not each.ok]
    if wrong:
        raise BadTemplate(_differs(each) for each in wrong)
    return preset


def _differs(verified: Verified) -> TemplateProblem:
    facts = {"expected": verified.expected, "actual": verified.actual}
    return TemplateProblem(key="example.hex", code=ProblemCode.EXAMPLE_DIFFERS, facts=facts)
