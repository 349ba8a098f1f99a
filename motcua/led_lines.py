"""Several lines of number displays, taken together."""

from collections.abc import Mapping

from hardware.drivers.led_board import DisplayReport
from hardware.drivers.led_line import LedLine
from hardware.protocols.display import DisplayState, DisplayText


class LedLines:
    """The displays of all lines as one (``NumberDisplays``)."""

    def __init__(self, lines: Mapping[str, LedLine], line_of: Mapping[str, str]) -> None:
        self._lines = lines
        self._line_of = line_of

    def start(self) -> None:
        """Open the lines and begin to show; once."""
        for line in self._lines.values():
            line.start()

    def want(self, display_name: str, text: DisplayText) -> None:
        self._lines[self._line_of[display_name]].want(display_name, text)

    def dim(self, percent: int) -> None:
        for line in self._lines.values():
            line.dim(percent)

    def clear(self) -> None:
        for line in self._lines.values():
            line.clear()

    def reports(self) -> Mapping[str, DisplayReport]:
        """Everything known of each display; never waits."""
        return {
            name: report for line in self._lines.values() for name, report in line.reports().items()
        }

    def states(self) -> Mapping[str, DisplayState]:
        return {
            name: state for line in self._lines.values() for name, state in line.states().items()
        }

    def close(self) -> None:
        for line in self._lines.values():
            line.close()
