"""``motcua voice …``: what the hall hears, tried out without a hall."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.announcement import Announcement, Tongue, Wording, sentence
from core.wording import Noun, Reading
from counter_display.voice.espeak import Espeak
from counter_display.voice.output import FileOutput, WatchedOutput
from counter_display.voice.pack import phrases
from counter_display.voice.sound_card import SoundCard
from counter_display.voice.speech import Speech, SpeechMaker
from motcua.cli import voice_orders
from motcua.cli.programs import with_window
from motcua.cli.terminal import Exit, Terminal, table
from motcua.cli.voice_packs import packs
from motcua.cli.voice_status import status
from motcua.programs.display_voice import plan_of

if TYPE_CHECKING:
    from motcua.cli.tree import Branch

SEED_LETTERS = "ACEHKLT"  # of the services that come along


def add_to(tree: "Branch") -> None:
    texts = tree.texts
    branch = tree.branch("voice", texts("voice.about"))
    _add_say(branch)
    branch.leaf("status", texts("voice.status"), status)
    branch.leaf("packs", texts("voice.packs"), packs)
    voice_orders.add_to(branch)
    listed = branch.leaf("phrases", texts("voice.phrases"), list_phrases)
    _add_site(branch, listed)
    listed.add_argument(
        "--letters", default=SEED_LETTERS, metavar="ACEH", help=texts("voice.letters")
    )
    listed.add_argument("--english", action="store_true", help=texts("voice.in_english"))
    recorder = branch.leaf("record", texts("voice.record"), record)
    recorder.add_argument("--out", type=Path, metavar="FOLDER", help=texts("voice.record_out"))
    with_window(branch, recorder)


def _add_say(branch: "Branch") -> None:
    texts = branch.texts
    say_leaf = branch.leaf("say", texts("voice.say"), say)
    say_leaf.add_argument("label", nargs="?", metavar="A007", help=texts("voice.label"))
    say_leaf.add_argument("--counter", type=int, metavar="N", help=texts("voice.counter"))
    wording = say_leaf.add_mutually_exclusive_group()
    wording.add_argument("--again", action="store_true", help=texts("voice.again"))
    wording.add_argument("--last", action="store_true", help=texts("voice.last"))
    say_leaf.add_argument("--priority", action="store_true", help=texts("voice.priority"))
    say_leaf.add_argument("--return", action="store_true", help=texts("voice.results"))
    say_leaf.add_argument("--english", action="store_true", help=texts("voice.with_english"))
    say_leaf.add_argument("--repeats", type=int, choices=(1, 2, 3), help=texts("voice.repeats"))
    say_leaf.add_argument("--text", metavar="TEXT", help=texts("voice.text"))
    say_leaf.add_argument("--out", type=Path, metavar="FILE.wav", help=texts("voice.out"))
    _add_site(branch, say_leaf)


def _add_site(branch: "Branch", leaf: argparse.ArgumentParser) -> None:
    nouns = [noun.value for noun in Noun]
    readings = [reading.value for reading in Reading]
    leaf.add_argument("--noun", choices=nouns, default=nouns[0], help=branch.texts("voice.noun"))
    leaf.add_argument(
        "--reading", choices=readings, default=readings[0], help=branch.texts("voice.reading")
    )


def say(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Make the sound of one call or text, and play it or write it into a file."""
    texts = terminal.texts
    plan = plan_of(terminal.settings().voice)
    plan = replace(plan, english=plan.english or args.english, repeats=args.repeats or plan.repeats)
    if args.text is None and not _names_a_call(args):
        terminal.complain([texts("voice.say_what")], code="wrong_use")
        return Exit.WRONG_USE
    maker = SpeechMaker(plan)
    if args.text is not None:
        sentences = [args.text]
        speech = _free_text(maker, args.text)
    else:
        announcement = _announcement(args)
        tongues: tuple[Tongue, ...] = ("vi", "en") if plan.english else ("vi",)
        sentences = [sentence(announcement, tongue) for tongue in tongues]
        speech = maker.call(announcement, repeats=plan.repeats)
    if args.out is None:
        WatchedOutput(SoundCard()).play(speech.pcm)
    else:
        FileOutput(args.out).play(speech.pcm)
    if speech.fault is not None:
        raise speech.fault
    _tell_said(args, terminal, sentences, speech, maker)
    return Exit.DONE


def _tell_said(
    args: argparse.Namespace,
    terminal: Terminal,
    sentences: list[str],
    speech: Speech,
    maker: SpeechMaker,
) -> None:
    texts = terminal.texts
    lines = list(sentences)
    if args.out is not None:
        lines.append(texts("voice.written", file=args.out, seconds=f"{speech.pcm.length_s:.1f}"))
    if maker.placeholder:
        lines.append(texts("voice.placeholder"))
    data = {
        "sentences": sentences,
        "seconds": round(speech.pcm.length_s, 3),
        "rate_hz": speech.pcm.rate_hz,
        "placeholder": maker.placeholder,
        "out": None if args.out is None else str(args.out),
    }
    terminal.show(data, lines)


def _announcement(args: argparse.Namespace) -> Announcement:
    wording = Wording.AGAIN if args.again else Wording.LAST if args.last else Wording.CALL
    return Announcement(
        seq=0,
        label=args.label.upper(),
        counter_id=args.counter,
        wording=wording,
        priority=args.priority,
        is_return=getattr(args, "return"),
        noun=Noun(args.noun),
        reading=Reading(args.reading),
    )


def _names_a_call(args: argparse.Namespace) -> bool:
    label = args.label or ""
    return any(sign.isalnum() for sign in label) and args.counter is not None and args.counter > 0


def _free_text(maker: SpeechMaker, text: str) -> Speech:
    espeak = Espeak()
    try:
        return maker.text((espeak.say(text, "vi"),))
    finally:
        espeak.close()


def list_phrases(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Everything that a complete pack holds, in the order of recording."""
    tongue: Tongue = "en" if args.english else "vi"
    wanted = phrases(
        tongue, noun=Noun(args.noun), reading=Reading(args.reading), letters=args.letters.upper()
    )
    data = [{"key": phrase.key, "text": phrase.text} for phrase in wanted]
    lines = table((phrase.key, phrase.text) for phrase in wanted)
    terminal.show(data, [*lines, terminal.texts("voice.count", count=len(wanted))])
    return Exit.DONE


def record(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """The recording wizard, a program with a window."""
    from motcua.programs.recorder import run  # Qt takes a while to import

    return run(args, terminal)
