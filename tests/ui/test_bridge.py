"""The bridge between worker threads and the GUI thread."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui_kit.bridge import Bridge


@pytest.fixture
def executor() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


@pytest.fixture
def bridge(qapp: object, executor: ThreadPoolExecutor) -> Bridge:
    assert qapp is not None
    return Bridge(executor)


def unexpected(error: Exception) -> None:
    raise AssertionError(f"failed was called: {error!r}")


def test_work_runs_on_the_executor_and_its_answer_arrives_in_the_gui_thread(
    qtbot: QtBot, bridge: Bridge
) -> None:
    owner = QObject()
    threads: list[int] = []
    bridge.ask(
        threading.get_ident,
        lambda worker: threads.extend([worker, threading.get_ident()]),
        unexpected,
        owner=owner,
    )
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threads[0] != threading.get_ident()
    assert threads[1] == threading.get_ident()


def test_an_exception_of_the_work_goes_to_failed(qtbot: QtBot, bridge: Bridge) -> None:
    errors: list[Exception] = []

    def work() -> None:
        raise LookupError("no such service")

    bridge.ask(work, lambda _: pytest.fail("then was called"), errors.append, owner=bridge)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], LookupError)


def test_an_exception_of_then_is_not_swallowed(qtbot: QtBot, bridge: Bridge) -> None:
    def then(_: object) -> None:
        raise ValueError("a mistake in a screen")

    with qtbot.captureExceptions() as caught:
        bridge.ask(lambda: None, then, unexpected, owner=bridge)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ValueError


def test_answers_for_a_deleted_owner_are_dropped(qtbot: QtBot, bridge: Bridge) -> None:
    go_on = threading.Event()
    owner = QObject()
    late: list[object] = []
    bridge.ask(go_on.wait, late.append, unexpected, owner=owner)
    bridge.post(lambda: late.append("posted"), owner=owner)
    shiboken6.delete(owner)
    go_on.set()
    qtbot.waitUntil(lambda: bridge.on_the_way == 0)
    assert late == []


def test_two_thousand_posts_from_four_threads_all_arrive_in_the_order_of_their_thread(
    qtbot: QtBot, bridge: Bridge
) -> None:
    """PySide6 6.12.0 on Python 3.11 dies after some hundred emits: this pins the good ones."""
    arrived: list[tuple[int, int]] = []

    def post_all(thread: int) -> None:
        for number in range(500):
            bridge.post(lambda here=(thread, number): arrived.append(here), owner=bridge)

    threads = [threading.Thread(target=post_all, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    qtbot.waitUntil(lambda: len(arrived) == 2000, timeout=20_000)
    for thread in threads:
        thread.join()
    for place in range(4):
        assert [number for thread, number in arrived if thread == place] == list(range(500))


def test_two_thousand_questions_are_all_answered(qtbot: QtBot, bridge: Bridge) -> None:
    answers: list[int] = []
    for number in range(2000):
        bridge.ask(lambda it=number: it, answers.append, unexpected, owner=bridge)
    qtbot.waitUntil(lambda: len(answers) == 2000, timeout=20_000)
    assert answers == list(range(2000))
    assert bridge.on_the_way == 0


def test_asking_never_waits_for_the_work(qtbot: QtBot, bridge: Bridge) -> None:
    go_on = threading.Event()
    answers: list[bool] = []
    bridge.ask(lambda: go_on.wait(30), answers.append, unexpected, owner=bridge)
    assert answers == []
    go_on.set()
    qtbot.waitUntil(lambda: answers == [True])


def test_a_closed_executor_is_told_to_failed_later(
    qtbot: QtBot, bridge: Bridge, executor: ThreadPoolExecutor
) -> None:
    executor.shutdown()
    errors: list[Exception] = []
    bridge.ask(time.monotonic, lambda _: None, errors.append, owner=bridge)
    assert errors == []
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], RuntimeError)
