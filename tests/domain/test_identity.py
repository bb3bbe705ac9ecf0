"""Ids are written by hand, because a million are made at once: here the standard library says the same."""

from uuid import RFC_4122, UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.identity import HANDLE_LENGTH, derived, handle, uuid7

_CXLOOP = UUID("6f0d6f5e-6c1b-5b0c-9c0e-2f6a3c1d4b7a")
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=3))
def test_a_derived_id_is_the_version_5_uuid_of_its_parts(parts: list[str]) -> None:
    assert derived(*parts) == str(uuid5(_CXLOOP, "\x1f".join(parts)))


@given(st.integers(0, 2**48 - 1), st.integers(0, 2**62 - 1))
def test_a_new_id_is_a_version_7_uuid_that_begins_with_its_instant(now: int, chance: int) -> None:
    made = UUID(uuid7(now, lambda bits: chance & ((1 << bits) - 1)))
    assert (made.version, made.variant, made.int >> 80) == (7, RFC_4122, now)
    assert str(made) == uuid7(now, lambda bits: chance & ((1 << bits) - 1))


@given(st.uuids())
def test_a_handle_is_the_last_thirty_bits_of_an_id(ticket: UUID) -> None:
    said = handle(str(ticket)).removeprefix("~")
    assert len(said) == HANDLE_LENGTH
    digits = [_CROCKFORD.index(letter) for letter in said]
    assert sum(digit << 5 * place for place, digit in enumerate(reversed(digits))) == ticket.int % 2**30
