"""``motcua printer test`` and ``store-logo``: what a technician prints; never a number's slip.

    answers of the printer ─► test page on paper ─► questions ─► lines for [printer.NAME]

A printer that answers nothing gets the page all the same: it is what shows whether it can be used
unasked.

The questions are asked on a terminal; ``--answers FILE`` brings them along:

    width = "576"
    letters = "A"
"""

import argparse
import queue
import sys
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image

from core.clock import DEFAULT_ZONE, SystemClock, local_time
from core.fault import DeviceFault
from core.slip import LogoLine
from hardware.frames.escpos import store_logo
from hardware.frames.slip_blocks import logo_dots
from hardware.frames.slip_paper import paper_for
from hardware.frames.slip_type import SlipFonts
from hardware.frames.test_questions import QUESTIONS, Question, QuestionCode
from hardware.protocols.capabilities import Capabilities
from hardware.protocols.printer import PrinterStatus, PrintOutcome, PrintResult
from hardware.registry import capabilities_of
from i18n import Texts
from motcua.cli.printer_look import confirms_nothing, look_at, status_lines
from motcua.cli.terminal import Exit, Terminal
from motcua.devices import Devices
from motcua.printer_page import answers_of, printer_page
from motcua.settings import Settings
from motcua.settings.printing import MUTE_KINDS
from motcua.settings.proven import proven_settings

# The printer itself gives up earlier: jobs that wait too long are NOT_SENT.
OUTCOME_WITHIN_S = 180.0

Answers = dict[QuestionCode, str]


class BadAnswers(Exception):
    """The file of answers cannot be used; ``sentence`` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def print_test(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Print the test page, tell how the printer is, and turn what is seen into settings."""
    settings, texts = terminal.settings(), terminal.texts
    try:
        answers = _answers_in(args.answers, texts) if args.answers else {}
    except BadAnswers as bad:
        terminal.complain([bad.sentence], code="bad_answers")
        return Exit.WRONG_USE
    with Devices(settings) as devices:
        can = _capabilities(devices, args.name)
    row = look_at(settings, args.name)
    for line in status_lines(row, texts):
        terminal.note(line)
    missing = _unanswered(settings, row)
    for setting in missing:
        terminal.note(texts.of("cli.printer.unanswered", setting))
    page = printer_page(texts, can, printer=args.name, made_at=_now(texts), fonts=SlipFonts())
    result, papers = _print(settings, args.name, page, without=missing)
    terminal.note(texts.of("cli.printer.outcome", result.outcome.value))
    if result.outcome is PrintOutcome.PRINTED and _may_ask(args, terminal):
        answers = _ask_all(terminal)
    lines = [f'{setting} = "none"' for setting in missing] + proven_settings(can, answers)
    data = {
        "name": args.name,
        "before": row,
        "outcome": result.outcome.value,
        "fault": result.fault,
        "bytes": len(page),
        "papers": [str(path) for path in papers],
        "answers": {code.value: answer for code, answer in answers.items()},
        "settings": lines,
    }
    _show_end(data, result, lines, terminal)
    return Exit.DONE if result.outcome is PrintOutcome.PRINTED else Exit.FAILED


def keep_logo(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Store the printer's logo in its own memory, so that slips need not bring it."""
    settings, texts = terminal.settings(), terminal.texts
    fonts = SlipFonts()
    with Devices(settings) as devices:
        can, logo = _capabilities(devices, args.name), devices.logo(args.name)
    if not can.nv_graphics:
        key = f"printer.{args.name}"
        sentence = texts("config.at_key", key=key, what=texts("config.problem.lacks_nv_graphics"))
        terminal.complain([sentence], code="lacks_nv_graphics")
        return Exit.WRONG_USE
    dots = logo_dots(LogoLine(path=logo), paper_for(can), fonts) if logo else None
    if dots is None:
        terminal.complain([texts("cli.printer.no_logo")], code="logo_unreadable")
        return Exit.FAILED
    job = store_logo(dots, can)
    result, _ = _print(settings, args.name, job)
    data = {
        "name": args.name,
        "logo": str(logo),
        "bytes": len(job),
        "outcome": result.outcome.value,
        "fault": result.fault,
    }
    done = result.outcome is PrintOutcome.PRINTED
    line = texts("cli.printer.logo_stored", name=args.name)
    terminal.show(data, [line] if done else [texts.of("cli.printer.outcome", result.outcome.value)])
    if result.fault is not None:
        terminal.note(texts.fault(DeviceFault(result.fault, printer=args.name)))
    return Exit.DONE if done else Exit.FAILED


def _capabilities(devices: Devices, name: str) -> Capabilities:
    printer = devices.printer_settings(name)
    return capabilities_of(printer.options(), answers=printer.link.kind not in MUTE_KINDS)


def _unanswered(settings: Settings, row: Mapping[str, Any]) -> tuple[str, ...]:
    """The settings that ask for answers which the printer does not give; ``row``: how it is."""
    if row["status"] == PrinterStatus.NO_ANSWER:
        return ("status", "confirmation")
    if row["can_print"] and confirms_nothing(settings, row["name"]):
        return ("confirmation",)
    return ()


def _print(
    settings: Settings, name: str, job: bytes, *, without: Collection[str] = ()
) -> tuple[PrintResult, list[Path]]:
    """What became of ``job``, and the pictures of it when the printer is a simulated one;
    ``without``: the settings whose answers are not waited for."""
    ends: queue.SimpleQueue[PrintResult] = queue.SimpleQueue()
    folder = settings.data_folder / "papers"
    papers: list[Path] = []

    def keep(paper: Image.Image) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        papers.append(folder / f"{name}-test-{len(papers) + 1}.png")
        paper.save(papers[-1])

    with Devices(settings) as devices:
        printer = devices.one_printer(name, on_paper=keep, without=without)
        printer.print_raw(job, on_outcome=ends.put)
        result = ends.get(timeout=OUTCOME_WITHIN_S)
    return result, papers


def _show_end(
    data: Mapping[str, Any], result: PrintResult, settings: list[str], terminal: Terminal
) -> None:
    texts = terminal.texts
    lines = [str(texts("cli.printer.paper", path=path)) for path in data["papers"]]
    if settings:
        lines += [texts("cli.printer.proven", name=data["name"]), *settings]
    terminal.show(data, lines)
    if result.fault is not None:
        terminal.note(texts.fault(DeviceFault(result.fault, printer=data["name"])))


def _may_ask(args: argparse.Namespace, terminal: Terminal) -> bool:
    """Only a person at a terminal is asked."""
    silent = terminal.as_json or args.no_questions or args.answers is not None
    return not silent and sys.stdin is not None and sys.stdin.isatty()


def _ask_all(terminal: Terminal) -> Answers:
    """What the person saw; an empty line passes a question over, the input's end all of them."""
    answers: Answers = {}
    terminal.note(terminal.texts("cli.printer.ask"))
    for number, question in enumerate(QUESTIONS, start=1):
        try:
            answer = _ask(number, question, terminal)
        except EOFError:
            break
        if answer is not None:
            answers[question.code] = answer
    return answers


def _ask(number: int, question: Question, terminal: Terminal) -> str | None:
    texts, choices = terminal.texts, answers_of(terminal.texts, question)
    sentence = texts.of("printer.question", question.code.value)
    shown = ", ".join(
        name if name == word else f"{name} = {word}" for name, word in choices.items()
    )
    while True:
        given = input(f"{number}. {sentence} [{shown}] ").strip()
        if not given:
            return None
        if (name := _choice(given, choices)) is not None:
            return name
        terminal.note(texts("cli.printer.no_such_answer", answer=given, answers=shown))


def _choice(given: str, choices: Mapping[str, str]) -> str | None:
    """The answer that ``given`` means: its name or its word, in capitals or not."""
    for name, word in choices.items():
        if given.casefold() in (name.casefold(), word.casefold()):
            return name
    return None


def _answers_in(path: Path, texts: Texts) -> Answers:
    """The answers in a TOML file; raises ``BadAnswers``."""
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadAnswers(texts("cli.printer.bad_file", path=path, reason=error)) from None
    answers: Answers = {}
    questions = {question.code.value: question for question in QUESTIONS}
    for code, given in found.items():
        if code not in questions:
            names = ", ".join(questions)
            raise BadAnswers(texts("cli.printer.no_such_question", code=code, questions=names))
        choices = answers_of(texts, questions[code])
        answer = _choice(str(given), choices)
        if answer is None:
            shown = f"{code}: {', '.join(choices)}"
            raise BadAnswers(texts("cli.printer.no_such_answer", answer=given, answers=shown))
        answers[QuestionCode(code)] = answer
    return answers


def _now(texts: Texts) -> str:
    now = local_time(SystemClock().now_ms(), ZoneInfo(DEFAULT_ZONE))
    return now.strftime(texts("common.date_time"))
