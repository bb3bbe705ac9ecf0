"""Many tickets at once, by id: all that a list holds, some of it, or exactly those that were chosen."""

from dataclasses import replace

import pytest

from cxloop_tui.domain.selection import Among
from tests.contract.house import House
from tests.contract.searches import FILTERS, ORDERS


@pytest.mark.parametrize("text", [*ORDERS, *FILTERS])
def test_ids_are_those_of_the_whole_list_or_from_a_row_to_a_row(furnished: House, text: str) -> None:
    selection, whole = furnished.selection(text), furnished.listed(text)
    names = [row.id for row in whole]
    assert list(furnished.reader.ids(selection)) == names
    for first, last in ((0, 0), (1, 3), (2, len(whole) - 1), (3, 2)):
        between = furnished.reader.ids(selection, first=whole[first], last=whole[last])
        assert list(between) == names[first : last + 1]
    assert list(furnished.reader.ids(selection, first=whole[2])) == names[2:]
    assert list(furnished.reader.ids(selection, last=whole[2])) == names[:3]


@pytest.mark.parametrize("text", [*ORDERS, *FILTERS])
def test_of_some_tickets_those_a_list_holds_are_found(furnished: House, text: str) -> None:
    names = [row.id for row in furnished.listed("")]
    asked = [*names[::3], "nobody's"]
    found = {row.id for row in furnished.listed(text)} & set(asked)
    assert furnished.reader.found_among(furnished.selection(text), asked) == found
    assert furnished.reader.found_among(furnished.selection(text), []) == frozenset()


def test_tickets_are_chosen_by_id(furnished: House) -> None:
    chosen = tuple(row.id for row in furnished.listed("")[3:9])
    for negated in (False, True):
        condition = Among((*chosen, "nobody's"), negated=negated)
        selection = replace(furnished.selection("sort:number"), conditions=(condition,))
        found = [ticket.id for ticket in furnished.reader.tickets(selection, None)]
        assert found == [row.id for row in furnished.listed("sort:number") if (row.id in chosen) is not negated]
        assert furnished.reader.counts(selection).found == len(found)
