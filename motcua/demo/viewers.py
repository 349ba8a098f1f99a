"""The picture of all simulated displays."""

from collections.abc import Mapping, Sequence

from PIL import Image

from hardware.sim.led import LedWall
from hardware.sim.led_picture import draw_wall
from i18n import Texts
from motcua.demo.wall import WallPart, columns_for, wall_boxes


def wall_picture(
    parts: Sequence[WallPart], walls: Mapping[str, LedWall], texts: Texts
) -> Image.Image:
    """All ``parts`` as they hang, as their bytes made them."""
    boxes = wall_boxes(parts, walls, texts)
    return draw_wall(boxes, columns=columns_for(boxes))
