"""The way in: words to a command, its end to an exit code, whatever goes wrong to one sentence."""

import argparse
import contextlib
import logging
import os
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from core.fault import Fault
from i18n import LANGUAGES, Language, Texts
from motcua.cli.terminal import Exit, Terminal, terminal_for
from motcua.cli.tree import build_tree, common_options
from motcua.logs import TOLD, log_file, open_log_file, start_logging, stop_logging
from motcua.settings import SettingsProblems, config_path, sentence_of

log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] | None = None) -> int:
    """Run one command and give its exit code; see ``Exit``."""
    words = sys.argv[1:] if argv is None else list(argv)
    environ = os.environ if environ is None else environ
    _speak_utf8()
    # Until the log is open, Python would print tracebacks on the terminal.
    logging.getLogger().addHandler(logging.NullHandler())
    texts = Texts(chosen_language(words, environ))
    try:
        args = build_tree(texts, words).parse_args(words)
    except SystemExit as end:  # argparse has said what it had to say
        return int(end.code or 0)
    try:
        return run(args, terminal_for(args, texts, environ))
    finally:
        stop_logging()


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    """Run the command that ``args`` names; nothing but an exit code comes out."""
    texts = terminal.texts
    try:
        return int(args.run(args, terminal))
    except SettingsProblems as wrong:
        sentences = [sentence_of(each, wrong.path, texts) for each in wrong.problems]
        terminal.complain(sentences, code="config")
    except Fault as fault:
        terminal.complain([texts.fault(fault)], code=fault.code.value)
    except KeyboardInterrupt:
        terminal.complain([texts("cli.interrupted")], code="interrupted")
    except BrokenPipeError:  # "| head" has read enough
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except FileNotFoundError as error:
        terminal.complain([texts("cli.no_file", file=error.filename)], code="no_file")
    except OSError as error:
        log.warning("%s failed", args.command, exc_info=True, extra=TOLD)
        reason = ": ".join(filter(None, (str(error.filename or ""), error.strerror or str(error))))
        terminal.complain([texts("cli.system_says_no", reason=reason)], code="system")
    except Exception:
        terminal.complain([_unexpected(terminal)], code="unexpected")
    return Exit.FAILED


def chosen_language(words: Sequence[str], environ: Mapping[str, str]) -> Language:
    """``--language``, else what the configuration says, else Vietnamese; never fails."""
    options = common_options(Texts("en"))
    # Only what is certain: the real parser complains about the rest, in the language found here.
    options.exit_on_error = False
    try:
        known, _ = options.parse_known_args(words)
    except (argparse.ArgumentError, SystemExit):
        return "vi"
    wanted = known.language
    if wanted is None:
        try:
            data = tomllib.loads(config_path(known.config, environ).read_text("utf-8"))
            wanted = data.get("language")
        except (OSError, ValueError):
            return "vi"
    return next((each for each in LANGUAGES if each == wanted), "vi")


def _unexpected(terminal: Terminal) -> str:
    """Keep the traceback in the log and name the log; the terminal gets one sentence."""
    file = open_log_file()
    if file is None:
        file = log_file(Path(tempfile.gettempdir()) / "motcua", terminal.program)
        start_logging(file)
    log.exception("unexpected", extra=TOLD)
    return terminal.texts("cli.unexpected", file=file)


def _speak_utf8() -> None:
    """Vietnamese on any terminal and in any pipe, also on Windows."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
