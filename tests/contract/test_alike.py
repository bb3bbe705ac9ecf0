"""What is alike: tickets that came lately and share key words, over every store."""

from cxloop_tui.domain.clock import DAY
from cxloop_tui.services.alike import Alike, alike
from tests.builders import BEA
from tests.contract.house import House


def numbers(found: Alike) -> list[tuple[int | None, tuple[str, ...]]]:
    return [(one.row.number, one.words) for one in found.found]


def test_two_shared_words_make_tickets_alike_the_most_alike_first(house: House) -> None:
    house.create("The courier left the lamp in the rain")
    house.create("The lamp is green")
    house.create("Our courier lost the lamp, and the box")
    house.create("The invoice is wrong")
    asked = house.create("The lamp came with the courier, but the rain and the box")
    found = alike(house.queries(), asked.id)
    assert [number for number, _ in numbers(found)] == [3, 1]
    assert all({"lamp", "courier"} <= set(words) for _, words in numbers(found))
    assert list(found.words)[:2] == ["courier", "lamp"]
    assert house.numbers(found.query.text()) == [5, 3, 1]
    assert found.in_segment() == 2
    assert found.first_at == house.ticket(found.found[-1].row.id).created_at


def test_a_text_of_one_word_is_like_all_with_that_word(house: House) -> None:
    house.create("The broadband again")
    asked = house.create("broadband, still")
    assert [number for number, _ in numbers(alike(house.queries(), asked.id))] == [1]


def test_what_came_long_ago_is_not_looked_at(house: House) -> None:
    house.create("The courier left the lamp in the rain")
    house.clock.now += 20 * DAY
    asked = house.create("The courier left the lamp in the rain")
    assert alike(house.queries(), asked.id).found == []
    assert len(alike(house.queries(), asked.id, days=30).found) == 1


def test_a_ticket_without_words_is_like_none(house: House) -> None:
    house.create("!!!")
    asked = house.create("!!!")
    found = alike(house.queries(BEA), asked.id)
    assert (list(found.found), list(found.words)) == ([], [])
