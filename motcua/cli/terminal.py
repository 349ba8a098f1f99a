"""What every command gets handed in: the language, the settings, and how to answer."""

import argparse
import json
import logging
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from i18n import Texts
from motcua.logs import log_file, start_logging
from motcua.settings import Settings, config_path, load_settings


class Exit(IntEnum):
    """How a command ended, for scripts."""

    DONE = 0
    FAILED = 1
    WRONG_USE = 2
    NOTHING = 3  # nothing to do: nobody waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """One command's surroundings. ``program`` names its log file."""

    texts: Texts
    as_json: bool
    config: Path
    environ: Mapping[str, str]
    program: str

    def settings(self, *, terminal_level: int = logging.ERROR) -> Settings:
        """This machine's settings; from here on the log is kept. Raises ``SettingsProblems``."""
        settings = load_settings(self.config)
        start_logging(log_file(settings.data_folder, self.program), terminal_level=terminal_level)
        return settings

    def show(self, data: object, lines: Iterable[str]) -> None:
        """The command's answer: ``data`` as JSON where that was asked for, else the ``lines``."""
        if self.as_json:
            print(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            for line in lines:
                print(harmless(line))

    def tell(self, data: object, sentence: str) -> None:
        """Something that happened while a command goes on: one line, at once."""
        said = json.dumps(data, ensure_ascii=False) if self.as_json else harmless(sentence)
        print(said, flush=True)

    def note(self, sentence: str) -> None:
        """A remark for people only."""
        if not self.as_json:
            print(harmless(sentence), flush=True)

    def complain(self, sentences: Iterable[str], *, code: str) -> None:
        """Why it did not work: sentences for people, and an error object for scripts."""
        told = list(sentences)
        for sentence in told:
            print(harmless(sentence), file=sys.stderr)
        if self.as_json:
            print(json.dumps({"error": {"code": code, "sentences": told}}, ensure_ascii=False))


def harmless(line: str) -> str:
    """``line`` without what a terminal would obey: an ESC in a name must not move its cursor."""
    return "".join(each for each in line if unicodedata.category(each) != "Cc" or each in "\n\t")


Run = Callable[[argparse.Namespace, Terminal], Exit]


def terminal_for(args: argparse.Namespace, texts: Texts, environ: Mapping[str, str]) -> Terminal:
    return Terminal(
        texts=texts,
        as_json=args.json,
        config=config_path(args.config, environ),
        environ=environ,
        program=args.command or "motcua",
    )


def table(rows: Iterable[Iterable[object]]) -> list[str]:
    """``rows`` as lines with aligned columns; letters with accents count as one."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in texts
    ]
