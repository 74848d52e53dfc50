"""E-mail addresses as people give them."""

from __future__ import annotations

import pytest

from workbook_docs.addresses import address_of

ROUND_AT = [
    # typed                       the address
    ("ann @ example.org", "ann@example.org"),
    ("ann\t@\u00a0 example.org", "ann@example.org"),
    ("ann @", "ann @"),
    ("@ example.org", "@ example.org"),
    ("a @ b @ c.org", "a @ b @ c.org"),
    (f"x{' ' * 30_000}y", f"x{' ' * 30_000}y"),  # took seconds, by a pattern
]


@pytest.mark.parametrize(("typed", "address"), ROUND_AT, ids=lambda text: text[:20])
def test_white_space_round_the_at_is_no_part_of_an_address(typed, address):
    assert address_of(typed) == address
