"""What can go wrong, as data: a code and the facts. The sentence for people is made by ``i18n``."""

from enum import StrEnum


class FaultCode(StrEnum):
    """Every fault that a user may meet; ``i18n`` has one sentence per member and language."""

    # The rules of the counter say no (``Refused``): nothing was changed, trying again is no use.
    SERVICE_UNKNOWN = "service_unknown"
    SERVICE_CLOSED = "service_closed"
    PROCEDURE_UNKNOWN = "procedure_unknown"
    PRIORITY_UNKNOWN = "priority_unknown"
    COUNTER_UNKNOWN = "counter_unknown"
    COUNTER_BUSY = "counter_busy"
    COUNTER_EMPTY = "counter_empty"
    COUNTER_TAKEN = "counter_taken"
    COUNTER_NOT_SERVING = "counter_not_serving"
    COUNTER_NOT_OPEN = "counter_not_open"
    OFFICER_UNKNOWN = "officer_unknown"
    OFFICER_ELSEWHERE = "officer_elsewhere"
    SERIES_EMPTY = "series_empty"
    SERIES_EXHAUSTED = "series_exhausted"
    TICKET_UNKNOWN = "ticket_unknown"
    TICKET_OF_ANOTHER_DAY = "ticket_of_another_day"
    STEP_NOT_ALLOWED = "step_not_allowed"
    UNDO_TOO_LATE = "undo_too_late"
    REASON_MISSING = "reason_missing"
    SERVICE_UNSERVED = "service_unserved"
    PAPER_UNDER_WAY = "paper_under_way"
    PAPER_ASKED_ANEW = "paper_asked_anew"
    LOGO_TOO_LARGE = "logo_too_large"
    LOGO_UNREADABLE = "logo_unreadable"
    PAPER_NOWHERE = "paper_nowhere"
    KIOSK_SILENT = "kiosk_silent"
    KIOSK_RUNS_ALREADY = "kiosk_runs_already"
    DISPLAY_RUNS_ALREADY = "display_runs_already"
    COMMAND_REUSED = "command_reused"
    SITE_UNKNOWN = "site_unknown"
    CLOCK_JUMPED = "clock_jumped"
    # The queue cannot be reached or used (``Unavailable``).
    DATABASE_AWAY = "database_away"
    DATABASE_LOCKED = "database_locked"
    DATABASE_FULL = "database_full"
    DATABASE_CORRUPT = "database_corrupt"
    DATABASE_READ_ONLY = "database_read_only"
    DATABASE_ON_NETWORK_PATH = "database_on_network_path"
    DATABASE_ADDRESS_WRONG = "database_address_wrong"
    DATABASE_REFUSED_SIGN_IN = "database_refused_sign_in"
    SCHEMA_MISSING = "schema_missing"
    SCHEMA_TOO_OLD = "schema_too_old"
    SCHEMA_TOO_NEW = "schema_too_new"
    # Devices.
    PRINTER_PAPER_OUT = "printer_paper_out"
    PRINTER_COVER_OPEN = "printer_cover_open"
    PRINTER_OFFLINE = "printer_offline"
    PRINTER_CUTTER = "printer_cutter"
    PRINTER_UNREACHABLE = "printer_unreachable"
    PRINTER_NO_ANSWER = "printer_no_answer"
    PRINTER_BUSY = "printer_busy"
    PRINTER_MISSING = "printer_missing"
    DISPLAY_UNREACHABLE = "display_unreachable"
    DISPLAY_NO_ANSWER = "display_no_answer"
    DISPLAY_BAD_ANSWER = "display_bad_answer"
    SPEAKER_MISSING = "speaker_missing"
    SPEAKER_STUCK = "speaker_stuck"
    VOICE_PACK_MISSING = "voice_pack_missing"
    VOICE_PACK_INCOMPLETE = "voice_pack_incomplete"
    VOICE_CLIP_BAD = "voice_clip_bad"
    ESPEAK_MISSING = "espeak_missing"
    MICROPHONE_MISSING = "microphone_missing"
    MICROPHONE_REFUSED = "microphone_refused"
    MICROPHONE_LOST = "microphone_lost"
    MICROPHONE_STUCK = "microphone_stuck"


class Fault(Exception):
    """A fault with its code and the facts that fill the ``{…}`` of its sentence."""

    def __init__(self, code: FaultCode, /, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code.value}({facts})"


class Refused(Fault):
    """A rule of the counter forbids the command; nothing was changed."""


class Unavailable(Fault):
    """The queue cannot be used just now; sending a command again, same ``cmd_id``, is safe."""


class DeviceFault(Fault):
    """A device cannot do what it was asked."""
