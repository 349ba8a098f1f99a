"""Identifiers that the client makes."""

import re
from uuid import UUID

from core.ids import TOKEN_LENGTH, new_id, new_token
from core.ticket import paper_code

# ISO/IEC 18004, table 5: what a QR code's alphanumeric mode can hold.
QR_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")


def test_identifiers_are_uuids_of_version_seven_and_sort_by_the_time_they_were_made() -> None:
    made = [new_id() for _ in range(1000)]

    assert {UUID(each).version for each in made} == {7}
    assert made == sorted(set(made))


def test_tokens_differ_and_have_no_letters_that_look_like_digits() -> None:
    tokens = {new_token() for _ in range(1000)}

    assert len(tokens) == 1000
    assert {len(token) for token in tokens} == {TOKEN_LENGTH}
    assert not set("01IO") & set("".join(tokens))


def test_the_code_on_paper_stays_within_the_small_set_of_qr_codes() -> None:
    assert QR_ALPHANUMERIC.fullmatch(paper_code("A007", 20230927, new_token()))
