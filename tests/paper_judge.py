"""Does the record say what is on the paper? Knows nothing of the programs, only feed and dots."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from PIL import Image

from core.ticket import Event, EventKind, PrintState
from tests.fault_weather import Strike

OUT = frozenset({PrintState.PRINTED, PrintState.REPRINTED})

Key = tuple[str, bool]  # the number on a slip, and whether it says "IN LẠI"


@dataclass(slots=True, kw_only=True)
class Found:
    """What the judge found, and how much there was to find."""

    tickets: int
    slips: int
    papers: int
    ends: Counter[PrintState] = field(default_factory=Counter)
    strikes: Counter[Strike] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)
    unmarked_twice: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        ends = [f"{state.name.lower()} {count}" for state, count in sorted(self.ends.items())]
        return [
            f"{self.tickets} tickets, {self.slips} slips asked for, {self.papers} papers cut",
            f"ends of slips: {', '.join(ends)}",
            f"faults: {sum(self.strikes.values()) - self.strikes[Strike.CALM]} of "
            f"{len(self.strikes) - 1} kinds",
            f"disagreements between record and paper: {len(self.disagreements)}",
            *self.disagreements[:20],
            f"numbers twice on paper without the mark: {len(self.unmarked_twice)}",
            *self.unmarked_twice[:20],
        ]


def judge(
    events: Iterable[Event], papers: list[Image.Image], pictures: dict[Key, Image.Image]
) -> Found:
    """Compare what the feed says of each slip with the papers that were cut."""
    ends = slips_of(events)
    known = {picture.tobytes(): key for key, picture in pictures.items()}
    counts: Counter[Key] = Counter()
    found = Found(
        tickets=len({label for label, _ in ends} | numbers(events)),
        slips=sum(map(len, ends.values())),
        papers=len(papers),
        ends=Counter(state for states in ends.values() for state in states),
    )
    for paper in papers:
        key = known.get(paper.tobytes())
        if key is not None:
            counts[key] += 1
        elif not is_piece(paper, ends, pictures):
            found.disagreements.append(f"a paper of {paper.height} rows is nobody's")
    for key in ends.keys() | counts.keys():
        states = ends.get(key, [])
        sure = sum(state in OUT for state in states)
        most = sure + states.count(PrintState.UNKNOWN)
        if not sure <= counts[key] <= most:
            told = ", ".join(state.name.lower() for state in states)
            found.disagreements.append(f"{key}: {told or 'nothing'}, {counts[key]} on paper")
    found.unmarked_twice = [
        label for (label, marked), count in counts.items() if not marked and count > 1
    ]
    return found


def slips_of(events: Iterable[Event]) -> dict[Key, list[PrintState]]:
    """How each slip ended by the feed; the rule of the mark is said here a second time."""
    ends: dict[Key, list[PrintState]] = {}
    may_be_out: set[str] = set()
    for event in events:
        if event.kind is EventKind.PRINT and event.print_state is not PrintState.QUEUED:
            label, state = event.label or "", event.print_state
            assert state is not None
            ends.setdefault((label, label in may_be_out), []).append(state)
            if state is not PrintState.FAILED:
                may_be_out.add(label)
    return ends


def numbers(events: Iterable[Event]) -> set[str]:
    return {event.label or "" for event in events if event.kind is EventKind.ISSUED}


def is_piece(
    paper: Image.Image, ends: dict[Key, list[PrintState]], pictures: dict[Key, Image.Image]
) -> bool:
    """Whether this is the beginning of a slip that is in doubt; of its last row only some dots."""
    rows = rows_of(paper)
    inked = [place for place, row in enumerate(rows) if row.strip(b"\xff")]
    sure = rows[: inked[-1]] if inked else []
    return any(
        rows_of(pictures[key])[: len(sure)] == sure
        for key, states in ends.items()
        if PrintState.UNKNOWN in states and key in pictures
    )


def rows_of(picture: Image.Image) -> list[bytes]:
    data, stride = picture.tobytes(), -(-picture.width // 8)
    return [data[start : start + stride] for start in range(0, len(data), stride)]
