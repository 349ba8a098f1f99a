"""What a test page proved → lines of ``config.toml``."""

from collections.abc import Mapping
from typing import Any

import tomlkit

from hardware.frames.capability_options import setting_of
from hardware.frames.test_questions import QUESTIONS, QuestionCode, filled
from hardware.protocols.capabilities import Capabilities, CodePage, Level


def proven_settings(can: Capabilities, answers: Mapping[QuestionCode, str]) -> list[str]:
    """Lines for ``[printer.NAME]``: one per answer that says something, and which level is now
    possible as a comment, because how a slip looks is a matter of taste."""
    seen = filled(can, answers)
    lines = []
    for question in QUESTIONS:
        value = getattr(seen, question.field)
        if question.code in answers and value is not None:
            lines.append(f"{setting_of(question.field)} = {_toml(value)}")
    if QuestionCode.LETTERS in answers and seen.code_page is not None:
        lines.append(f'# level = "{Level.TEXT.value}"')
    elif QuestionCode.QR in answers and seen.native_qr:
        lines.append(f'# level = "{Level.MIXED.value}"')
    return lines


def _toml(value: Any) -> str:
    if isinstance(value, CodePage):
        table = tomlkit.inline_table()
        table.update({"alphabet": value.alphabet.value, "page": value.page})
        if value.capitals_page is not None:
            table["capitals_page"] = value.capitals_page
        return str(table.as_string())
    return str(tomlkit.item(getattr(value, "value", value)).as_string())
