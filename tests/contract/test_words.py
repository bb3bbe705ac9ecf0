"""Words: found as people mean them, in every text of a ticket as it stands now."""

import pytest

from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services.desk import Sitting
from tests.builders import BEA, CREATED
from tests.contract.house import House


@pytest.mark.parametrize(
    ("written", "searched", "found"),
    [
        ("Perché così tardi?", "perche cosi", True),
        ("Perche", "PERCHÉ", True),
        ("die Straße", "strasse", True),
        ("Łódź", "lodz", True),
        ("房间很吵", "房间", True),
        ("房间很吵", "很吵", True),
        ("房间很吵", "吵", True),
        ("房间很吵", "房吵", False),
        ("ห้องเสียงดัง", "เสียง", True),
        ("the late refund", '"late refund"', True),
        ("the refund is late", '"late refund"', False),
        ("the refund is late", "late refund", True),
        ("complained again", "compl", True),
        ("complained again", "compl again", False),
        ("complained again", "complained", True),
        ("write to ana.conti@shop.example", "ana.conti@shop.example", True),
        ("emoji 👍🏽 only", "emoji", True),
        ('say "hi" OR NEAR(x) *', "near", True),
    ],
)
def test_words_are_found_as_people_mean_them(house: House, written: str, searched: str, found: bool) -> None:
    house.create("nothing to see", customer_email="other@x.example")
    wanted = house.create("first words", customer_email="other@x.example")
    house.act(lambda sitting: sitting.comment(wanted.id, written))
    assert house.numbers(searched) == ([wanted.number] if found else [])


def test_a_very_long_word_is_found_by_itself_and_by_its_beginning(house: House) -> None:
    word = "д" * 60_000
    ticket = house.create(word)
    assert house.numbers(word) == house.numbers(word[:400]) == [ticket.number]


LONG_TEXTS = {
    "far apart": "late refund " + "on " * 20_000 + "whole amount",
    "often said": "late refund " + "no " * 400 + "whole amount",
    "many words": "late refund " + " ".join(f"w{number:x}" for number in range(15_000)) + " whole amount",
    "many pairs": "late refund " + "房间很吵" * 6000 + " whole amount",
}


@pytest.mark.parametrize("text", LONG_TEXTS.values(), ids=LONG_TEXTS)
def test_a_very_long_text_is_found_by_words_and_phrases_anywhere_in_it(house: House, text: str) -> None:
    ticket = house.create("hello")
    house.create("late whole refund, amount unknown, no word of w1 or 房吵")
    house.act(lambda sitting: sitting.comment(ticket.id, text))
    middle = text.split()[2][:4]
    for found in ("late", "amount", '"late refund"', "amou", "amount late", f"{middle} refund", f'"refund {middle}"',
                  '"whole amount" "late refund"', "late whole amount refu"):  # fmt: skip
        assert ticket.number in house.numbers(found), found
    for lost in (
        '"amount late"',
        '"late amount"',
        "late amounts",
        "nowhere",
        "moun",
        f'"{middle} refund"',
        "amou late",
    ):
        assert ticket.number not in house.numbers(lost), lost
    house.act(lambda sitting: sitting.undo(ticket.id))
    assert ticket.number not in house.numbers("whole amount")


def test_customer_number_and_every_kind_of_text_are_found(house: House) -> None:
    ticket = house.create("opening", customer_name="Ana Conti", customer_phone="+39 333", account="Mueller")
    house.act(lambda sitting: sitting.contact(ticket.id, "call", "reached", "promised callback"))
    house.act(lambda sitting: sitting.resolve(ticket.id, root_cause="bank", action_taken="wired", told="by letter"))
    house.act(lambda sitting: sitting.reopen(ticket.id, "not arrived"))
    for words in ("opening", "conti", "333", "mueller", "ana@shop.example", f"{ticket.number}", "callback", "bank",
                  "wired", "letter", "arrived"):  # fmt: skip
        assert house.numbers(words) == [ticket.number], words


def test_the_ticket_whose_matching_text_is_newest_comes_first(house: House) -> None:
    old, new = house.create("refund"), house.create("refund please")
    house.act(lambda sitting: sitting.comment(old.id, "the refund is on its way"))
    house.act(lambda sitting: sitting.comment(new.id, "nothing about it"))
    assert house.numbers("refund") == [old.number, new.number]
    assert house.numbers("refund sort:created") == [new.number, old.number]


def test_taking_words_back_makes_the_older_ones_no_newer(house: House) -> None:
    first, second = house.create("hello"), house.create("hello")
    house.act(lambda sitting: sitting.change(first.id, {"root_cause": "bank"}))
    house.act(lambda sitting: sitting.comment(second.id, "it was the bank"))
    house.act(lambda sitting: sitting.change(first.id, {"root_cause": "post"}))
    house.act(lambda sitting: sitting.undo(first.id))
    assert house.numbers("bank") == [second.number, first.number]
    assert house.numbers("post") == []


def test_a_changed_customer_is_found_by_the_new_name_alone(house: House) -> None:
    ticket = house.create(customer_name="Ana Conti")
    house.act(lambda sitting: sitting.change(ticket.id, {"customer_name": "Bea Rossi"}))
    assert (house.numbers("conti"), house.numbers("rossi")) == ([], [ticket.number])
    house.act(lambda sitting: sitting.undo(ticket.id))
    assert (house.numbers("conti"), house.numbers("rossi")) == ([ticket.number], [])


def test_words_changed_several_times_in_one_transaction_are_found_as_they_ended(house: House) -> None:
    def work(sitting: Sitting) -> Ticket:
        ticket = sitting.create({**CREATED, "customer_name": "Ana Conti"}, "hello").ticket
        sitting.change(ticket.id, {"customer_name": "Bea Rossi"})
        sitting.change(ticket.id, {"customer_name": "Cleo Verdi"})
        sitting.comment(ticket.id, "withdrawn soon")
        sitting.undo(ticket.id)
        sitting.comment(ticket.id, "stays")
        return ticket

    ticket = house.desk.sit(BEA, work)
    assert [house.numbers(word) for word in ("conti", "rossi", "soon")] == [[], [], []]
    assert house.numbers("verdi") == house.numbers("stays") == house.numbers("hello") == [ticket.number]


def test_a_withdrawn_comment_is_not_found_until_it_is_back(house: House) -> None:
    ticket = house.create()
    house.act(lambda sitting: sitting.comment(ticket.id, "secret"))
    house.act(lambda sitting: sitting.undo(ticket.id))
    assert house.numbers("secret") == []
    house.act(lambda sitting: sitting.redo())
    assert house.numbers("secret") == [ticket.number]
