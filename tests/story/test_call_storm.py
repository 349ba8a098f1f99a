"""Twenty counters call as fast as the queue lets them: all is heard, all displays are right."""

from pathlib import Path

from tests.call_storm import COUNTERS, run

CALLS = 320


def test_no_call_of_a_storm_is_lost_doubled_or_cut_off(tmp_path: Path) -> None:
    found = run(tmp_path, calls=CALLS, seed=1)

    assert found.wrong == []
    assert found.calls == CALLS <= found.spoken
    assert found.frames > len(COUNTERS)
