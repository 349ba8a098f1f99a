"""What belongs to one ESC/POS printer, and what its line leaves of it."""

from dataclasses import dataclass, replace

from hardware.actor import Sharing
from hardware.protocols.capabilities import Capabilities, Confirmation, StatusKind

FRESH_MS = 1000  # an answer as young as this need not be asked for again
STALE_POLLS = 3  # a printer that has not answered for so many polls does not answer
NEWS_S = 0.5  # how often a printer that tells by itself is heard


@dataclass(frozen=True, slots=True, kw_only=True)
class EscposSettings:
    """Times in seconds.

    ``sharing``: other programs print on it too, over connections of their own, one at a time.
    """

    name: str
    capabilities: Capabilities
    sharing: Sharing | None = None
    expiry_s: float = 30.0  # a slip that has waited so long for those before it is of no use
    stranded_s: float = 4.5  # the same while the line is down; the kiosk's screen stays 8 s
    poll_s: float = 5.0
    fault_poll_s: float = 1.5  # soon after paper was put in, the screens say so
    answer_s: float = 0.2
    patience_s: float = 2.0  # a printer at work is left alone before it is asked what is wrong
    turn_s: float = 2.0  # until the first answer of a shared printer that serves another first
    confirm_s: float = 20.0  # from the last byte given to the line to the cut paper
    closing_s: float = 2.0  # how long ``close()`` lets a running slip wait for its proof

    def idle_every_s(self, kind: StatusKind) -> float | None:
        """How often to look after an idle printer that tells its status like this."""
        match kind:
            case StatusKind.NONE:
                return None
            case StatusKind.AUTOMATIC if self.sharing is None:
                return min(NEWS_S, self.poll_s)
            case _:
                return self.poll_s


def mute(capabilities: Capabilities) -> Capabilities:
    """The same printer behind a line that brings nothing back."""
    return replace(capabilities, status=StatusKind.NONE, confirmation=Confirmation.NONE)
