"""How a site says things aloud and on its signs: chosen once per site, stored in the database."""

from enum import StrEnum


class Noun(StrEnum):
    """What the site calls the place where citizens are served."""

    COUNTER = "quay"  # quầy
    WINDOW = "cua"  # cửa
    ROOM = "phong"  # phòng
    DESK = "ban"  # bàn


class Reading(StrEnum):
    """How numbers are read aloud: 24 "hai mươi tư" in the north, "hai mươi bốn" in the south."""

    NORTHERN = "north"
    SOUTHERN = "south"
