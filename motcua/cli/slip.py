"""``motcua slip show | export | import``: what the site's slips look like."""

import argparse
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from core.fault import FaultCode, Refused
from core.slip import Slip
from core.slip_template import SiteSlip, SlipTemplate, TemplateLine
from core.slip_template_reading import (
    Problem,
    TemplateProblem,
    TemplateProblems,
    read_template,
    template_data,
)
from db.catalogue import changing
from hardware.frames.slip_canvas import draw_slip
from hardware.frames.slip_paper import paper_for
from hardware.frames.slip_type import SlipFonts
from hardware.registry import capabilities_of
from i18n import Texts
from kiosk.ticket_paper import TicketPaper, pictures_folder
from motcua.assets import shipped_logo
from motcua.cli.terminal import Exit, Terminal, table
from motcua.sample_ticket import sample_ticket
from motcua.settings import Settings
from motcua.wiring import OpenQueue, open_queue

if TYPE_CHECKING:
    from motcua.cli.tree import Branch

# 80 mm paper, where this machine has no printer to draw for.
_PROFILE = "generic-80"


def add_to(tree: "Branch") -> None:
    texts = tree.texts
    branch = tree.branch("slip", texts("slip_template.about"))
    look = branch.leaf("show", texts("slip_template.show.about"), show)
    out = branch.leaf("export", texts("slip_template.export.about"), export)
    take = branch.leaf("import", texts("slip_template.import.about"), import_)
    out.add_argument("file", type=Path, metavar="FILE", help=texts("slip_template.option.file"))
    source = take.add_mutually_exclusive_group(required=True)
    source.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help=texts("slip_template.option.file")
    )
    source.add_argument(
        "--shipped", action="store_true", help=texts("slip_template.option.shipped")
    )
    pictures = take.add_mutually_exclusive_group()
    pictures.add_argument(
        "--logo", type=Path, metavar="PICTURE", help=texts("slip_template.option.logo")
    )
    pictures.add_argument(
        "--no-logo", action="store_true", help=texts("slip_template.option.no_logo")
    )
    for leaf in (look, take):
        leaf.add_argument(
            "--png", type=Path, metavar="FILE", help=texts("slip_template.option.png")
        )
        leaf.add_argument("--printer", metavar="NAME", help=texts("slip_template.option.printer"))


def show(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """The lines of the site's slip, and its picture where one is wished for."""
    settings = terminal.settings()
    with open_queue(settings, terminal.environ) as hall:
        site = hall.reader.slip()
        png = _draw(args, hall, settings, terminal.texts)
    _tell(terminal, site, png)
    return Exit.DONE


def export(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Write the template to a file that people can change and import."""
    with open_queue(terminal.settings(), terminal.environ) as hall:
        site = hall.reader.slip()
    comment = terminal.texts("slip_template.export.comment")
    args.file.write_text("\n".join(toml_lines(site.template, comment)), "utf-8")
    done = terminal.texts("slip_template.export.done", file=args.file)
    terminal.show({"file": str(args.file)}, [done])
    return Exit.DONE


def import_(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Take a template over; whatever is wrong with it is said at once, and nothing is changed."""
    settings = terminal.settings()
    try:
        template = None if args.shipped else read_file(args.file)
    except TemplateProblems as wrong:
        sentences = [problem_sentence(each, terminal.texts) for each in wrong.problems]
        terminal.complain(sentences, code=wrong.problems[0].code.value)
        return Exit.FAILED
    picture = None if args.logo is None else readable_picture(args.logo)
    with open_queue(settings, terminal.environ) as hall:
        with changing(hall.engine, hall.site_id) as catalogue:
            catalogue.put_slip_template(template)
            if picture is not None or args.no_logo:
                catalogue.put_slip_logo(picture)
        site = hall.reader.slip()
        png = _draw(args, hall, settings, terminal.texts)
    terminal.note(terminal.texts("slip_template.import.done"))
    _tell(terminal, site, png)
    return Exit.DONE


# Files ------------------------------------------------------------------------------------------


def read_file(path: Path) -> SlipTemplate:
    """The template of a TOML file; raises ``TemplateProblems`` and ``OSError``."""
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        facts = {"reason": str(error)}
        raise TemplateProblems((Problem(code=TemplateProblem.UNREADABLE, facts=facts),)) from error
    return read_template(data)


def readable_picture(path: Path) -> bytes:
    """The bytes of a picture; raises ``Refused(LOGO_UNREADABLE)`` and ``OSError``."""
    picture = path.read_bytes()
    try:
        with Image.open(BytesIO(picture), formats=("PNG", "JPEG", "GIF", "BMP")) as opened:
            opened.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused(FaultCode.LOGO_UNREADABLE, file=path) from error
    return picture


def toml_lines(template: SlipTemplate, comment: str) -> Iterator[str]:
    """A template as the file that ``import`` reads."""
    yield from (f"# {line}" for line in comment.splitlines())
    for line in template_data(template)["line"]:
        yield ""
        yield "[[line]]"
        # A JSON string, number, truth value or list of strings is the same in TOML.
        yield from (f"{key} = {json.dumps(each, ensure_ascii=False)}" for key, each in line.items())
    yield ""


# For people -------------------------------------------------------------------------------------


def problem_sentence(problem: Problem, texts: Texts) -> str:
    """What is wrong and where: "dòng 3: …"."""
    facts = {name: _fact(value) for name, value in problem.facts.items()}
    sentence = texts.of("slip_template.problem", problem.code.value, **facts)
    if problem.line is None:
        return sentence
    return texts("slip_template.at_line", line=problem.line, sentence=sentence)


def _fact(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _tell(terminal: Terminal, site: SiteSlip, png: Path | None) -> None:
    texts = terminal.texts
    data: Mapping[str, Any] = {
        **template_data(site.template),
        "logo": site.logo,
        "png": None if png is None else str(png),
    }
    own = "slip_template.logo.own" if site.logo else "slip_template.logo.none"
    lines = table(_rows(site.template.lines, texts))
    lines.append(texts(own))
    if png is not None:
        lines.append(texts("slip_template.drawn", file=png))
    terminal.show(data, lines)


def _rows(lines: Iterable[TemplateLine], texts: Texts) -> Iterator[tuple[object, ...]]:
    for place, line in enumerate(lines, 1):
        words = " / ".join(texts.pick("\n".join(line.vi), "\n".join(line.en)).splitlines())
        yield (
            place,
            texts.of("slip_template.part", line.part.value),
            texts("common.yes") if line.on else texts("common.no"),
            line.size.name.lower(),
            line.weight.name.lower(),
            words,
        )


def _draw(
    args: argparse.Namespace, hall: OpenQueue, settings: Settings, texts: Texts
) -> Path | None:
    """The picture of a specimen ticket on the very canvas that prints."""
    if args.png is None:
        return None
    name = args.printer or settings.kiosk.printer
    options: Mapping[str, Any] = {"profile": _PROFILE}
    logo: Path | None = shipped_logo()
    if name is not None:
        from motcua.devices import Devices

        with Devices(settings) as devices:
            options = devices.printer_settings(name).options()
            logo = devices.logo(name)
    paper = paper_for(capabilities_of(options))
    draw_slip(_specimen(hall, settings, logo, texts), paper, SlipFonts()).save(args.png)
    picture: Path = args.png
    return picture


def _specimen(hall: OpenQueue, settings: Settings, logo: Path | None, texts: Texts) -> Slip:
    paper = TicketPaper(
        texts, reader=hall.reader, logo=logo, pictures=pictures_folder(settings.data_folder)
    )
    snapshot = hall.reader.hall()
    return paper(sample_ticket(snapshot), snapshot)
