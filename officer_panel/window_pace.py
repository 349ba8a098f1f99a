"""Waiting times of the panel's window."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Milliseconds. ``settle_ms``: presses that soon after an answer are second halves of double
    presses and do not count."""

    settle_ms: int = 500
    retry_ms: int = 2_000
    poll_ms: int = 5_000
    tick_ms: int = 1_000
