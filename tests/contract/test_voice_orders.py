"""Orders for the hall's voice, on both engines."""

from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import pytest

from core.fault import FaultCode
from db.feed import Watch
from db.voice_orders import SAY_WITHIN_MS, OrderKind, VoiceOrders
from tests.queue_world import OTHER_SITE, SITE, World, refuses


@pytest.fixture
def orders(world: World) -> VoiceOrders:
    return VoiceOrders(world.engine, SITE, world.clock)


def kinds(orders: VoiceOrders, after: int = 0) -> list[OrderKind]:
    return [each.kind for each in orders.after(after)]


def test_orders_are_read_once_each_in_their_order(orders: VoiceOrders) -> None:
    orders.put(OrderKind.SAY, text_vi="Xin chào", text_en="Welcome")
    orders.put(OrderKind.MUTE)
    first, second = orders.after(0)
    assert (first.text_vi, first.text_en, second.kind) == ("Xin chào", "Welcome", OrderKind.MUTE)
    assert kinds(orders, first.order_no) == [OrderKind.MUTE]
    assert orders.after(second.order_no) == ()


def test_an_old_text_is_no_news_but_silence_lasts(world: World, orders: VoiceOrders) -> None:
    orders.put(OrderKind.MUTE)
    orders.put(OrderKind.SAY, text_vi="Xin chào")
    world.clock.advance(SAY_WITHIN_MS)
    assert kinds(orders) == [OrderKind.MUTE, OrderKind.SAY]
    world.clock.advance(1)
    assert kinds(orders) == [OrderKind.MUTE]


def test_only_what_still_counts_is_kept(world: World, orders: VoiceOrders) -> None:
    for _ in range(3):
        orders.put(OrderKind.SAY, text_vi="Xin chào")
        orders.put(OrderKind.MUTE)
        orders.put(OrderKind.UNMUTE)
        world.clock.advance(SAY_WITHIN_MS + 1)
    orders.put(OrderKind.SAY, text_vi="Xin chào")
    assert [(each.order_no, each.kind) for each in orders.after(0)] == [
        (9, OrderKind.UNMUTE),
        (10, OrderKind.SAY),
    ]


def test_each_site_has_its_own_and_a_site_must_exist(world: World, orders: VoiceOrders) -> None:
    orders.put(OrderKind.MUTE)
    assert VoiceOrders(world.engine, OTHER_SITE, world.clock).after(0) == ()
    with refuses(FaultCode.SITE_UNKNOWN, site="nowhere"):
        VoiceOrders(world.engine, "nowhere", world.clock).put(OrderKind.MUTE)


def test_orders_given_at_once_are_all_kept(world: World) -> None:
    books = [VoiceOrders(world.program().engine, SITE, world.clock) for _ in range(4)]
    with ThreadPoolExecutor(len(books)) as threads:
        list(threads.map(lambda book: book.put(OrderKind.SAY, text_vi="Xin chào"), books))
    assert [each.order_no for each in books[0].after(0)] == [1, 2, 3, 4]


def test_an_order_wakes_whoever_watches_the_site(world: World, orders: VoiceOrders) -> None:
    woken: SimpleQueue[int] = SimpleQueue()
    watch = Watch(world.program().engine, SITE, woken.put, lambda _fault: None)
    watch.start()
    try:
        woken.get(timeout=5)
        orders.put(OrderKind.MUTE)
        assert woken.get(timeout=5) >= 0
    finally:
        watch.close()
