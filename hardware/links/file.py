"""A file in place of a device: keeps the bytes for looking at them later."""

from io import FileIO
from pathlib import Path

from hardware.protocols.link import LinkDown


class FileLink:
    """Appends everything to ``path``; a file never answers, so reading gives nothing at once."""

    answers = False

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: FileIO | None = None

    @property
    def name(self) -> str:
        return str(self._path)

    def open(self) -> None:
        self.close()
        try:
            # Unbuffered, so that a failing write says how far it came.
            self._file = FileIO(self._path, "a")
        except OSError as error:
            raise LinkDown(f"{self.name}: {error}") from error

    def close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def write(self, data: bytes) -> None:
        file = self._opened()
        sent = 0
        view = memoryview(data)
        while sent < len(data):
            try:
                sent += file.write(view[sent:])
            except OSError as error:
                raise LinkDown(f"{self.name}: {error}", sent=sent) from error

    def read(self, size: int, timeout_s: float) -> bytes:  # noqa: ARG002 - the link's signature
        self._opened()
        return b""

    def _opened(self) -> FileIO:
        if self._file is None:
            raise LinkDown(f"{self.name}: not open")
        return self._file
