"""One command at a time, sent again under the same ``cmd_id`` until its answer is known."""

from dataclasses import replace

from officer_panel.ports import Command

# An answer that stays away longer than this is for the officer to ask for again: a number must not
# be called all by itself when the network comes back after lunch.
RETRY_FOR_MS = 30_000


class Errand:
    """Whether a command may start, and which ``cmd_id`` it gets. Times are ``elapsed_ms``.

    idle ── begin ──► under way ── answered ──► settling ── settle_ms ──► idle
                        │  ▲
             no_answer  └──┘ again within RETRY_FOR_MS, then idle with ``unanswered`` kept
    """

    def __init__(self, *, settle_ms: int) -> None:
        self._settle_ms = settle_ms
        self._ready_at = 0
        self._began_at = 0
        self._tries = 0
        self._under_way: Command | None = None
        self._unanswered: Command | None = None

    @property
    def under_way(self) -> Command | None:
        return self._under_way

    @property
    def tries(self) -> int:
        """How often the command under way was sent."""
        return self._tries

    def ready(self, now: int) -> bool:
        """False while a command is under way, and for a moment after: the second press of a
        double press must not hit the button's next meaning."""
        return self._under_way is None and now >= self._ready_at

    def begin(self, wish: Command, now: int) -> Command | None:
        """The command to send, or None when this press does not count."""
        if not self.ready(now):
            return None
        earlier = self._unanswered
        if earlier is not None and earlier.same_wish(wish):
            wish = replace(wish, cmd_id=earlier.cmd_id)  # it may have been carried out after all
        self._under_way, self._unanswered = wish, None
        self._began_at, self._tries = now, 1
        return wish

    def answered(self, now: int) -> None:
        """The queue said yes or no."""
        self._under_way = None
        self._ready_at = now + self._settle_ms

    def no_answer(self, now: int) -> bool:
        """The queue could not be reached: True when the same command is to be sent again."""
        if self._under_way is None:
            return False
        if now - self._began_at < RETRY_FOR_MS:
            self._tries += 1
            return True
        self.give_up()
        return False

    def give_up(self) -> None:
        """Stop sending; the same wish later gets the same ``cmd_id``."""
        self._unanswered, self._under_way = self._under_way, None

    def seen(self) -> None:
        """The officer sees the true state again: the next wish is a new one."""
        self._unanswered = None
