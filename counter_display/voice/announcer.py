"""The hall's voice: one queue of announcements, spoken one after the other on its own thread."""

import logging
import threading
import time
from collections.abc import Callable
from zoneinfo import ZoneInfo

from core.announcement import Announcement, announcement_of
from core.clock import DEFAULT_ZONE, Clock, local_time
from core.fault import DeviceFault, Fault
from core.hall import CallLine, Hall
from counter_display.calls import Marked
from counter_display.voice.announcement_queue import AnnouncementQueue, FreeText, Turn
from counter_display.voice.card_watch import CardWatch
from counter_display.voice.espeak import Espeak
from counter_display.voice.output import GRACE_S, SoundOutput, WatchedOutput
from counter_display.voice.plan import VoicePlan, VoiceState
from counter_display.voice.speech import Speech, SpeechMaker

log = logging.getLogger(__name__)

# When so many others wait, a call is spoken once instead of ``plan.repeats`` times.
HURRY_FROM = 2
# How often an idle announcer looks whether there is a card.
PROBE_S = 30.0
_BREAK_OFF_EVERY_S = 0.1


def _nobody(_announcement: Announcement) -> None:
    """Nobody wants to know what was spoken."""


def _unmarked(_marked: Marked) -> None:
    """Nobody remembers what was spoken."""


class Announcer:
    """Speaks each call once, in the order of ``announce``, however the sound card behaves.

    All methods return at once and may be called from any thread. ``on_state`` hears every change
    but those of ``waiting`` and ``dropped``; ``on_spoken`` every announcement that was played to
    its end; ``on_begun``, before a sound begins and after calls were dropped, which calls a restart
    still owes the hall. All run on the announcer's thread.

    - While ``HURRY_FROM`` others wait, repeats are dropped so that the queue catches up.
    - A call that waited longer than ``plan.expires_ms`` stays unspoken, which the log says.
    - A further call of a ticket whose call still waits is merged with it (see
      ``AnnouncementQueue``): the hall hears the ticket once.
    - In quiet hours and while muted, calls are dropped, not saved up.
    - Without a card, with one that hangs or a pack that lacks phrases, the state says so and the
      next call is tried again. Whether there is a card is known before the first call.
    """

    def __init__(
        self,
        plan: VoicePlan,
        output: SoundOutput,
        *,
        clock: Clock,
        on_state: Callable[[VoiceState], None],
        on_spoken: Callable[[Announcement], None] = _nobody,
        on_begun: Callable[[Marked], None] = _unmarked,
        grace_s: float = GRACE_S,
        probe_s: float = PROBE_S,
    ) -> None:
        self._plan = plan
        self._output = WatchedOutput(output, grace_s=grace_s, clock=clock)
        self._card = CardWatch(self._output, self._wake)
        self._probe_s = probe_s
        self._clock = clock
        self._on_state = on_state
        self._on_spoken = on_spoken
        self._on_begun = on_begun
        self._speech = SpeechMaker(plan)
        self._espeak = Espeak()
        self._queue = AnnouncementQueue()
        self._changed = threading.Condition()  # guards everything below, and the queue
        self._zone = ZoneInfo(DEFAULT_ZONE)
        self._muted = plan.mute
        self._elsewhere = False
        self._fault: Fault | None = None  # of the packs; the card has its own
        self._newest = 0  # the last call that was asked for
        self._over = False  # a call is owed no more, which is still to be remembered
        self._dropped = 0
        self._now: Turn | None = None
        self._closing = False
        self._look_again = False
        self._told: VoiceState | None = None  # only the announcer's thread knows it
        self._thread = threading.Thread(target=self._run, name="announcer", daemon=True)
        self._thread.start()

    def announce(self, call: CallLine, hall: Hall) -> None:
        """Speak ``call`` when its turn comes."""
        announcement = announcement_of(call, hall)
        with self._changed:
            self._zone = hall.office.zone
            self._newest = call.seq
            if self._silent():
                self._over = True
            else:
                self._queue.put(announcement, self._clock.elapsed_ms())
            self._look()

    def announce_text(self, text_vi: str, text_en: str | None = None) -> None:
        """Speak a free text when its turn comes, if ``plan.free_text`` allows it."""
        said = FreeText(text_vi=text_vi, text_en=text_en)
        if not self._plan.free_text:
            log.warning("a text is not spoken: config.toml does not allow it (voice.free_text)")
        with self._changed:
            if self._plan.free_text and not self._silent():
                self._queue.put(said, self._clock.elapsed_ms())
            self._look()

    def forget(self, counter_id: int, label: str) -> None:
        """The call was taken back: do not speak it, and break off if it is being spoken."""
        with self._changed:
            self._queue.forget(counter_id, label)
            self._over = True
            if self._now is not None and self._now.is_call_of(counter_id, label):
                self._break_off()

    def set_mute(self, mute: bool) -> None:
        """Silence from now on, also for what is being spoken; or no longer."""
        with self._changed:
            self._muted = mute
            self._hush(mute)

    def set_elsewhere(self, elsewhere: bool) -> None:
        """Another program of the hall speaks: silence here, wanted by nobody; or no more."""
        with self._changed:
            if elsewhere != self._elsewhere:
                self._elsewhere = elsewhere
                self._hush(elsewhere)

    def state(self) -> VoiceState:
        with self._changed:
            return VoiceState(
                fault=self._card.fault or self._fault,
                waiting=len(self._queue),
                muted=self._muted,
                quiet=self._is_quiet(),
                placeholder=self._speech.placeholder,
                elsewhere=self._elsewhere,
                dropped=self._dropped,
            )

    def close(self, timeout_s: float = 5.0) -> None:
        """Break off; what still waits stays unspoken."""
        with self._changed:
            self._closing = True
            self._queue.clear()
            self._look()
        deadline = time.monotonic() + timeout_s
        while self._thread.is_alive() and time.monotonic() < deadline:
            with self._changed:  # again and again: a sound may begin just after it was stopped
                self._break_off()
            self._thread.join(_BREAK_OFF_EVERY_S)
        self._espeak.close()

    def _hush(self, silent: bool) -> None:
        """Under the lock."""
        if silent:
            self._queue.clear()
            self._over = True
            self._break_off()
        self._look()

    def _wake(self) -> None:
        with self._changed:
            self._look()

    def _look(self) -> None:
        """Something has changed: wake the announcer's thread; under the lock."""
        self._look_again = True
        self._changed.notify_all()

    # On the announcer's thread.

    def _run(self) -> None:
        self._card.ask()
        self._learn(self._speech.prepare())
        while (turn := self._next()) is not None:
            try:
                self._take(turn)
            except Exception:  # one call that fails must not silence the hall
                log.exception("%s was not spoken", turn.said)

    def _next(self) -> Turn | None:
        """Wait for the next announcement that is worth speaking; None at the end."""
        while True:
            self._now = None
            self._tell()
            self._remember()
            with self._changed:
                if not self._changed.wait_for(lambda: self._look_again, self._probe_s):
                    self._card.ask()
                    continue
                if self._closing:
                    return None
                self._look_again = len(self._queue) > 1
                if not len(self._queue):
                    continue
                turn = self._queue.take()
                waited = self._clock.elapsed_ms() - turn.since_ms
                if waited <= self._plan.expires_ms and not self._silent():
                    self._now = turn
                    return turn
                self._drop(turn, waited)

    def _drop(self, turn: Turn, waited_ms: int) -> None:
        """The turn came too late, or in quiet hours; under the lock."""
        self._over = True
        if self._silent():
            return
        self._dropped += 1
        said = turn.said.label if isinstance(turn.said, Announcement) else turn.said.text_vi
        log.warning("%s was never spoken: it waited for %d s", said, waited_ms // 1000)

    def _remember(self) -> None:
        """Tell which calls are still owed to the hall, where they have become fewer."""
        with self._changed:
            if not self._over or not self._newest or self._closing:
                return
            self._over = False
            owed = self._queue.seqs()
            if self._now is not None and not self._now.begun:
                owed |= self._now.seqs
            marked = Marked(seq=self._newest, owed=owed)
        self._on_begun(marked)

    def _take(self, turn: Turn) -> None:
        speech = self._made(turn)
        with self._changed:  # taken back, muted, closed while the sound was made
            if turn.broken_off:
                return
            turn.begun = self._over = True
        self._remember()
        try:
            self._output.play(speech.pcm)
        except DeviceFault as failed:
            self._card.played(failed)
            self._tell()
            return
        self._card.played(None)
        self._learn(speech.fault)
        with self._changed:
            self._now = None
            heard = not turn.broken_off
        if heard and isinstance(turn.said, Announcement):
            self._on_spoken(turn.said)

    def _made(self, turn: Turn) -> Speech:
        if isinstance(turn.said, Announcement):
            with self._changed:
                hurry = len(self._queue) >= HURRY_FROM
            return self._speech.call(turn.said, repeats=1 if hurry else self._plan.repeats)
        try:
            texts = turn.said.by_tongue()
            return self._speech.text(tuple(self._espeak.say(text, by) for by, text in texts))
        except DeviceFault as fault:
            return self._speech.chime_only(fault)

    def _break_off(self) -> None:
        """End the current sound; under the lock."""
        if self._now is not None:
            self._now.broken_off = True
            self._output.stop()

    def _silent(self) -> bool:
        return self._muted or self._elsewhere or self._is_quiet()

    def _is_quiet(self) -> bool:
        now = local_time(self._clock.now_ms(), self._zone)
        return self._plan.is_quiet(now.hour * 60 + now.minute)

    def _learn(self, fault: Fault | None) -> None:
        with self._changed:
            self._fault = fault
        self._tell()

    def _tell(self) -> None:
        """Tell the state where it differs from the one told last."""
        state = self.state()
        before, self._told = self._told, state
        if before is None or _facts(before) != _facts(state):
            self._on_state(state)


def _facts(state: VoiceState) -> tuple[object, ...]:
    fault = state.fault
    named = None if fault is None else (fault.code, str(fault))
    return (named, state.muted, state.quiet, state.placeholder, state.elsewhere)
