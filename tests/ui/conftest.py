"""A kiosk's window with what stands behind it, for the tests of the kiosk."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.ui.kiosk_stage import Counterpart, Stage
from ui_kit.font import load_font


@pytest.fixture
def behind() -> Counterpart:
    return Counterpart()


@pytest.fixture
def stage(qapp: object, behind: Counterpart) -> Iterator[Stage]:
    assert qapp is not None
    load_font()
    with ThreadPoolExecutor(1) as executor:
        open_stage = Stage(executor, behind)
        yield open_stage
        behind.go_on.set()  # else the executor would wait for a test that failed
        open_stage.close()
