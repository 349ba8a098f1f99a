"""A program to be killed: ``python -m tests.queue_writer URL SOURCE LOG`` writes until it dies.

Each line of LOG is on the disk's cache before the next thing happens: ``sent CMD TICKET``, then
``done CMD SEQ`` once the queue acknowledged it.
"""

import sys
from pathlib import Path

from core.clock import SystemClock
from core.ids import new_id
from core.ticket import PrintState
from tests.queue_world import open_program


def write_until_killed(url: str, source: str, log: Path) -> None:
    queue = open_program(url, SystemClock()).queue
    with log.open("w", encoding="ascii") as lines:
        while True:
            cmd_id, ticket_id = new_id(), new_id()
            lines.write(f"sent {cmd_id} {ticket_id}\n")
            lines.flush()
            event = queue.issue(
                "A",
                cmd_id=cmd_id,
                ticket_id=ticket_id,
                source=source,
                print_state=PrintState.QUEUED,
            )
            lines.write(f"done {cmd_id} {event.seq}\n")
            lines.flush()


if __name__ == "__main__":
    write_until_killed(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
