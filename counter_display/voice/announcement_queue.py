"""What still has to be spoken, in order; further calls of one ticket are merged. No threads."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from core.announcement import Announcement, Tongue, Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeText:
    """Something to be spoken that is no call."""

    text_vi: str
    text_en: str | None = None

    def by_tongue(self) -> Iterator[tuple[Tongue, str]]:
        """Each text with its language."""
        yield "vi", self.text_vi
        if self.text_en is not None:
            yield "en", self.text_en


@dataclass(slots=True, kw_only=True)
class Turn:
    """One place in the queue. ``since_ms``: since when it waits (elapsed).

    ``seqs``: the events whose calls are heard with it.
    """

    said: Announcement | FreeText
    since_ms: int
    broken_off: bool = False
    seqs: set[int] = field(default_factory=set)
    begun: bool = False

    def is_call_of(self, counter_id: int, label: str) -> bool:
        said = self.said
        return isinstance(said, Announcement) and (said.counter_id, said.label) == (
            counter_id,
            label,
        )


class AnnouncementQueue:
    """First in, first out.

    A recall of a ticket whose call still waits takes that call's place: the hall has heard nothing
    yet, so the first call keeps its wording, unless the new one is the last call. A ticket called
    to another counter meanwhile loses its old place and goes to the end.
    """

    def __init__(self) -> None:
        self._turns: deque[Turn] = deque()

    def __len__(self) -> int:
        return len(self._turns)

    def put(self, said: Announcement | FreeText, now_ms: int) -> None:
        if isinstance(said, Announcement) and (waiting := self._waiting(said.label)) is not None:
            turn, before = waiting
            if before.counter_id == said.counter_id:
                wording = said.wording if said.wording is Wording.LAST else before.wording
                turn.said = replace(said, wording=wording)
                turn.since_ms = now_ms
                turn.seqs.add(said.seq)
                return
            self._turns.remove(turn)
        seqs = {said.seq} if isinstance(said, Announcement) else set[int]()
        self._turns.append(Turn(said=said, since_ms=now_ms, seqs=seqs))

    def seqs(self) -> frozenset[int]:
        """The events whose calls still wait."""
        return frozenset(seq for turn in self._turns for seq in turn.seqs)

    def take(self) -> Turn:
        """The next one; raises ``IndexError`` when nothing waits."""
        return self._turns.popleft()

    def forget(self, counter_id: int, label: str) -> None:
        self._turns = deque(turn for turn in self._turns if not turn.is_call_of(counter_id, label))

    def clear(self) -> None:
        self._turns.clear()

    def _waiting(self, label: str) -> tuple[Turn, Announcement] | None:
        for turn in self._turns:
            if isinstance(turn.said, Announcement) and turn.said.label == label:
                return turn, turn.said
        return None
