"""What people order of the hall's voice, handed on to the announcer."""

from typing import TYPE_CHECKING

from core.fault import Fault
from counter_display.voice.announcer import Announcer
from motcua.programs.parts import log

if TYPE_CHECKING:
    from db.voice_orders import VoiceOrders
    from motcua.wiring import OpenQueue


class DisplayOrders:
    """The orders for one announcer; on the database thread."""

    def __init__(self, voice: Announcer) -> None:
        self._voice = voice
        self._orders: VoiceOrders | None = None
        self._seen = 0

    def furnish(self, hall: "OpenQueue") -> None:
        """The queue has just been opened."""
        from db.voice_orders import VoiceOrders

        self._orders = VoiceOrders(hall.engine, hall.site_id, hall.clock)

    def look(self) -> None:
        """Do what was ordered since the last look; never raises for want of a database, since the
        calls of the same look must be spoken all the same."""
        if self._orders is None:
            return
        from db.voice_orders import OrderKind

        try:
            orders = self._orders.after(self._seen)
        except Fault as fault:
            log.info("orders for the voice are not known: %s", fault)
            return
        for order in orders:
            self._seen = order.order_no
            log.info("the voice is ordered to %s", order.kind.value)
            if order.kind is OrderKind.SAY:
                self._voice.announce_text(order.text_vi, order.text_en or None)
            else:
                self._voice.set_mute(order.kind is OrderKind.MUTE)
