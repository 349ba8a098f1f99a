"""Eight programs at once with everything that goes wrong in a year, on both engines."""

import pytest

from benchmarks.storm import storm, widen_series
from db.engine import open_engine

PROCESSES = 8
COMMANDS = 8_000


@pytest.mark.timeout(300)
def test_the_queue_stands_the_storm(seeded_url: str) -> None:
    """Jumping clocks, restarts, everything sent again: no violation, no duplicate, no gap."""
    engine = open_engine(seeded_url)
    widen_series(engine)
    engine.dispose()
    result = storm(seeded_url, commands=COMMANDS, processes=PROCESSES)

    assert result.wrong == ()
    assert result.commands == COMMANDS
    assert result.retried > COMMANDS // 20
    assert result.events >= result.tickets > COMMANDS // 10
