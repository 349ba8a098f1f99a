"""What a visitor of the demo's hall sees and hears: LED displays, as their bytes say, and voice."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.announcement import Announcement, Wording, sentence
from core.ticket import EventKind
from counter_display.signs import Sign, filled
from motcua.demo.hall import DemoHall
from motcua.demo.loudspeaker import Loudspeaker
from motcua.demo.stage import Stage, StepFailed
from motcua.demo.viewers import wall_picture
from motcua.demo.wall import parts_of

CALLS = frozenset({EventKind.CALLED, EventKind.PICKED, EventKind.RECALLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Eyes:
    """Looks at the simulated displays and listens; each wait ends with the fact or fails."""

    hall: DemoHall
    stage: Stage
    loudspeaker: Loudspeaker

    def wait_for_number(self, counter_id: int, label: str, *, main_board: bool = True) -> None:
        """Until every display of the counter shows ``label``, and the main board the last calls."""
        wanted = self._texts_at(counter_id, label)
        if main_board:
            wanted |= self._last_calls(label)
        self._wait(wanted)

    def wait_for_idle(self, counter_id: int) -> None:
        """Until the displays of an open counter show that nobody is called."""
        self._wait({sign.name: sign.idle for sign in self._signs(counter_id)})

    def wait_for_pause(self, counter_id: int) -> None:
        """Until the displays of the counter say that it pauses."""
        self._wait({sign.name: sign.paused for sign in self._signs(counter_id)})

    def wait_for_main_board(self, label: str) -> None:
        """Until the main board shows the last calls, ``label`` first, whatever the counter's own
        display does."""
        self._wait(self._last_calls(label))

    def keep_wall(self, name: str) -> None:
        """A picture of all displays."""
        parts = parts_of(self.hall.settings.led, self.hall.texts[self.hall.settings.language])
        texts = self.hall.texts[self.hall.settings.language]
        self.stage.keep(wall_picture(parts, self.hall.devices.walls, texts), name)

    def hear(self, label: str, wording: Wording) -> Announcement:
        """Until the loudspeaker has said the newest call, which is one of ``label``."""
        seq = self._call_seqs()[-1]
        heard = self.loudspeaker.spoken
        self.stage.until(lambda: heard and heard[-1].seq == seq, f"{label} is spoken")
        if (heard[-1].label, heard[-1].wording) != (label, wording):
            raise StepFailed(f"{label}, {wording.value}: {heard[-1]}")
        return heard[-1]

    def words_of(self, announcement: Announcement) -> str:
        """What was said, to read."""
        return sentence(announcement, "vi")

    def check_voice(self) -> int:
        """How many calls were spoken: each of the record once and in its order, or it fails."""
        spoken = [each.seq for each in self.loudspeaker.spoken]
        if spoken != self._call_seqs():
            raise StepFailed(f"calls {self._call_seqs()}, spoken {spoken}")
        return len(spoken)

    def shown(self) -> Mapping[str, str]:
        """What every row of every display shows now."""
        return {
            name: text
            for wall in self.hall.devices.walls.values()
            for name, text in wall.texts().items()
        }

    def _wait(self, wanted: Mapping[str, str]) -> None:
        """Until all of ``wanted`` is seen at once: a display that blinks is dark now and then."""
        bare = {name: text.strip() for name, text in wanted.items()}
        self.stage.until(lambda: bare.items() <= self.shown().items(), f"displays: {bare}")

    def _texts_at(self, counter_id: int, label: str) -> dict[str, str]:
        return {
            sign.name: filled(sign.text, label=label, counter=counter_id)
            for sign in self._signs(counter_id)
        }

    def _last_calls(self, label: str) -> dict[str, str]:
        """Every row of the main board as the record has it: each number once, ``label`` first."""
        counters: dict[str, int] = {}
        for call in self.hall.books.reader.hall().last_calls:
            counters.setdefault(call.label, call.counter_id)
        calls = list(counters.items())
        if not calls or calls[0][0] != label:
            raise StepFailed(f"the newest call is not {label}: {calls}")
        rows = [sign for sign in self.hall.devices.led.signs() if sign.shows == "calls"]
        return {
            sign.name: filled(sign.text, label=called, counter=counter)
            for sign in rows
            for called, counter in calls[sign.place - 1 : sign.place]
        }

    def _signs(self, counter_id: int) -> list[Sign]:
        return [sign for sign in self.hall.devices.led.signs() if sign.counter == counter_id]

    def _call_seqs(self) -> list[int]:
        seqs, after = [], 0
        while events := self.hall.books.reader.events(after):
            seqs += [event.seq for event in events if event.kind in CALLS]
            after = events[-1].seq
        return seqs
