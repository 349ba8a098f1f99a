"""The owner thread of a line: opens, runs, waits and heals; time is the test's."""

import logging
import threading
from collections.abc import Callable, Iterator

import pytest

from hardware.actor import Actor, Dropped, Job, LineState
from hardware.protocols.link import Link, LinkDown
from tests.hand_clock import HandClock

WaitUntil = Callable[..., None]


class PlannedLink:
    """A line in memory that can be unplugged."""

    def __init__(self) -> None:
        self.name = "planned"
        self.plugged = True
        self.opened = 0
        self.attempts = 0
        self.closed = 0
        self.written: list[bytes] = []

    def open(self) -> None:
        self.attempts += 1
        if not self.plugged:
            raise LinkDown("unplugged")
        self.opened += 1

    def close(self) -> None:
        self.closed += 1

    def write(self, data: bytes) -> None:
        if not self.plugged:
            raise LinkDown("unplugged")
        self.written.append(data)

    def read(self, _size: int, _timeout_s: float) -> bytes:
        raise LinkDown("nobody answers", silent=True)


class PlannedDuty:
    """Notes what the actor does."""

    def __init__(self) -> None:
        self.states: list[LineState] = []
        self.greetings = 0
        self.idled = 0

    def opened(self, _: Link) -> None:
        self.greetings += 1

    def idle(self, link: Link) -> None:
        self.idled += 1
        link.write(b"still there?")

    def line_changed(self, state: LineState) -> None:
        self.states.append(state)


class HandTime:
    """Waiting that takes hardly any time and moves the clock on; ``frozen``: only a job ends it."""

    def __init__(self, clock: HandClock) -> None:
        self.clock = clock
        self.waits: list[float] = []
        self.frozen = False

    def wait(self, changed: threading.Condition, timeout_s: float | None) -> None:
        if timeout_s is None or self.frozen:
            changed.wait()
            return
        self.waits.append(timeout_s)
        changed.wait(0.001)
        self.clock.advance(round(timeout_s * 1000))


class Scene:
    """An actor with everything around it in the test's hands."""

    def __init__(self, clock: HandClock) -> None:
        self.link, self.duty, self.time = PlannedLink(), PlannedDuty(), HandTime(clock)
        self.clock = clock
        self.actor: Actor | None = None

    def start(
        self,
        *,
        idle_every_s: float | None = None,
        hurry_s: Callable[[], float | None] = lambda: None,
        draw: float = 0.5,
    ) -> Actor:
        self.actor = Actor(
            self.link,
            self.duty,
            name="phieu",
            idle_every_s=idle_every_s,
            hurry_s=hurry_s,
            clock=self.clock,
            draw=lambda: draw,
            wait=self.time.wait,
        )
        self.actor.start()
        return self.actor


@pytest.fixture
def scene(clock: HandClock) -> Iterator[Scene]:
    scene = Scene(clock)
    yield scene
    if scene.actor is not None:
        assert scene.actor.close()


def test_jobs_run_in_order_on_one_thread_with_the_open_line(
    scene: Scene, wait_until: WaitUntil
) -> None:
    actor = scene.start()
    seen: list[tuple[int, str]] = []
    for number in range(5):
        actor.submit(Job(run=lambda _, n=number: seen.append((n, threading.current_thread().name))))
    wait_until(lambda: len(seen) == 5)

    assert seen == [(number, "line-phieu") for number in range(5)]
    assert (scene.link.opened, scene.duty.greetings) == (1, 1)


def test_attempts_to_open_come_ever_slower_up_to_half_a_minute(
    scene: Scene, wait_until: WaitUntil
) -> None:
    scene.link.plugged = False
    scene.start()
    wait_until(lambda: len(scene.time.waits) >= 9)

    assert scene.time.waits[:9] == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]


@pytest.mark.parametrize(("draw", "first"), [(0.0, 0.4), (1.0, 0.6)])
def test_waiting_times_are_spread_so_that_devices_do_not_knock_together(
    scene: Scene, wait_until: WaitUntil, draw: float, first: float
) -> None:
    scene.link.plugged = False
    scene.start(draw=draw)
    wait_until(lambda: scene.time.waits)

    assert scene.time.waits[0] == first


def test_a_fault_and_its_recovery_are_told_and_logged_once(
    scene: Scene, wait_until: WaitUntil, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "hardware.actor")
    scene.link.plugged = False
    scene.start()
    wait_until(lambda: len(scene.time.waits) >= 5)
    scene.link.plugged = True
    wait_until(lambda: len(scene.duty.states) == 2)

    assert [state.up for state in scene.duty.states] == [False, True]
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


def test_a_new_job_is_worth_an_attempt_at_once(scene: Scene, wait_until: WaitUntil) -> None:
    scene.link.plugged = False
    scene.time.frozen = True
    actor = scene.start()
    wait_until(lambda: scene.link.attempts == 1)
    scene.link.plugged = True
    ran = threading.Event()
    actor.submit(Job(run=lambda _: ran.set()))

    assert ran.wait(5)


def test_a_job_that_waits_too_long_is_dropped_and_never_runs(
    scene: Scene, wait_until: WaitUntil
) -> None:
    scene.link.plugged = False
    actor = scene.start()
    ran: list[str] = []
    dropped: list[Dropped] = []
    expires_ms = scene.clock.elapsed_ms() + 120_000
    actor.submit(
        Job(run=lambda _: ran.append("ran"), dropped=dropped.append, expires_ms=expires_ms)
    )
    wait_until(lambda: dropped)
    scene.link.plugged = True

    assert (dropped, ran) == ([Dropped.EXPIRED], [])
    assert scene.clock.elapsed_ms() >= expires_ms


def test_a_job_waits_less_long_for_a_line_that_is_down(scene: Scene, wait_until: WaitUntil) -> None:
    """Counted from the later one of the asking and the failure."""
    scene.link.plugged = False
    actor = scene.start()
    wait_until(lambda: scene.link.attempts >= 4)
    dropped: list[tuple[Dropped, int]] = []
    asked_ms = scene.clock.elapsed_ms()
    actor.submit(
        Job(
            run=lambda _: None,
            dropped=lambda why: dropped.append((why, scene.clock.elapsed_ms() - asked_ms)),
            expires_ms=asked_ms + 900_000,
            asked_ms=asked_ms,
            stranded_ms=5000,
        )
    )
    wait_until(lambda: dropped)

    ((why, waited_ms),) = dropped
    assert why is Dropped.EXPIRED
    assert 5000 <= waited_ms < 900_000


@pytest.mark.parametrize(
    ("failing_since_ms", "over_ms"), [(None, 30_000), (0, 6_000), (1_000, 6_000), (8_000, 13_000)]
)
def test_a_job_of_use_while_the_line_works_is_over_sooner_while_it_fails(
    failing_since_ms: int | None, over_ms: int
) -> None:
    job = Job(run=lambda _: None, expires_ms=30_000, asked_ms=1_000, stranded_ms=5_000)
    assert job.over_ms(failing_since_ms) == over_ms
    assert not job.is_over(over_ms - 1, failing_since_ms)
    assert job.is_over(over_ms, failing_since_ms)


def test_a_device_may_hurry_its_idle_time(scene: Scene, wait_until: WaitUntil) -> None:
    wanted: list[float | None] = [None, 1.5, 1.5]
    scene.start(idle_every_s=5, hurry_s=lambda: wanted.pop(0) if wanted else None)
    wait_until(lambda: len(scene.time.waits) >= 4)

    assert scene.time.waits[:4] == [5.0, 1.5, 1.5, 5.0]


def test_a_job_cut_off_by_the_line_may_stay_first_in_line(
    scene: Scene, wait_until: WaitUntil
) -> None:
    actor = scene.start()
    wait_until(lambda: scene.duty.states)
    seen: list[str] = []

    def cut_off(_: Link) -> None:
        seen.append("first")
        if len(seen) == 1:
            raise LinkDown("pulled")

    actor.submit(Job(run=cut_off, keep_after_loss=lambda down: down.untouched))
    actor.submit(Job(run=lambda _: seen.append("second")))
    wait_until(lambda: len(seen) == 3)

    assert seen == ["first", "first", "second"]


def test_a_job_replaces_a_waiting_one_of_its_key(scene: Scene, wait_until: WaitUntil) -> None:
    scene.link.plugged = False
    actor = scene.start()
    seen: list[str] = []
    dropped: list[Dropped] = []
    actor.submit(Job(run=lambda _: seen.append("old"), dropped=dropped.append, key="quay-1"))
    actor.submit(Job(run=lambda _: seen.append("other")))
    actor.submit(Job(run=lambda _: seen.append("new"), key="quay-1"))
    scene.link.plugged = True
    wait_until(lambda: len(seen) == 2)

    assert (seen, dropped) == (["new", "other"], [Dropped.REPLACED])


def test_idle_work_comes_at_its_pace_and_finds_a_pulled_plug(
    scene: Scene, wait_until: WaitUntil
) -> None:
    scene.start(idle_every_s=5)
    wait_until(lambda: scene.duty.idled >= 3)
    assert scene.time.waits[:3] == [5.0, 5.0, 5.0]

    scene.link.plugged = False
    wait_until(lambda: len(scene.duty.states) == 2)
    assert not scene.duty.states[-1].up


@pytest.mark.complains("job failed")
def test_a_broken_job_is_logged_and_the_next_one_runs(scene: Scene) -> None:
    actor = scene.start()
    dropped: list[Dropped] = []
    ran = threading.Event()

    def broken(_: Link) -> None:
        raise ZeroDivisionError

    actor.submit(Job(run=broken, dropped=dropped.append))
    actor.submit(Job(run=lambda _: ran.set()))

    assert ran.wait(5)
    assert dropped == [Dropped.BROKEN]


def read_nothing(link: Link) -> None:
    link.read(1, 0.5)


def test_silence_is_told_apart_from_a_line_that_does_not_open(
    scene: Scene, wait_until: WaitUntil
) -> None:
    actor = scene.start()
    wait_until(lambda: scene.duty.states)
    scene.time.frozen = True
    actor.submit(Job(run=read_nothing))
    wait_until(lambda: len(scene.duty.states) >= 2)

    assert (scene.duty.states[1].up, scene.duty.states[1].silent) == (False, True)


def test_closing_ends_a_long_wait_drops_what_waits_and_closes_the_line(
    scene: Scene, wait_until: WaitUntil
) -> None:
    scene.link.plugged = False
    scene.time.frozen = True
    actor = scene.start()
    dropped: list[Dropped] = []
    actor.submit(Job(run=lambda _: None, dropped=dropped.append))
    wait_until(lambda: scene.link.attempts)

    assert actor.close()
    assert dropped == [Dropped.CLOSED]
    assert scene.link.closed >= 1
    actor.submit(Job(run=lambda _: None, dropped=dropped.append))
    assert dropped == [Dropped.CLOSED, Dropped.CLOSED]


def test_closing_before_starting_leaves_nothing_behind(clock: HandClock) -> None:
    actor = Actor(PlannedLink(), PlannedDuty(), name="phieu", clock=clock)
    dropped: list[Dropped] = []
    actor.submit(Job(run=lambda _: None, dropped=dropped.append))

    assert actor.close()
    assert dropped == [Dropped.CLOSED]
