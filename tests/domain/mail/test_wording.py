"""What a letter says, read as its recipient reads it."""

import pytest

from cxloop_tui.domain import intent
from cxloop_tui.domain.mail.wording import body_of, title_of
from cxloop_tui.domain.operation import Operation
from tests.builders import BEA, CREATED, GIA, LEA, Life

SAID = {**CREATED, "customer_name": "Ana Conti", "customer_phone": "+39 1", "score": 3, "score_kind": "nps"}


def written(life: Life, *done: Operation) -> tuple[str, list[str]]:
    title = title_of(life.ticket, done, life.space)
    return title, body_of(life.ticket, life.entries, done, life.space).splitlines()


def test_a_new_ticket() -> None:
    life = Life(SAID, "Late refund\nand nobody answers")
    title, lines = written(life, life.entries[0].operation)
    assert title == "[#1042] new ticket, NPS 3 by Bea Bari, Bari"
    assert lines == [
        "Bea Bari, 2027-01-15 08:00 UTC: new ticket, NPS 3",
        "",
        "#1042 is new, medium, in Italy › South › Bari",
        "  owner: Bea Bari",
        "  customer: Ana Conti, ana@shop.example, +39 1",
        "  due: 2027-01-17 08:00 UTC",
        "",
        "What the customer said (NPS 3):",
        "",
        "    Late refund",
        "    and nobody answers",
        "",
        "`cxloop show #1042` shows all of it. Answers to this letter are read by nobody.",
    ]


def test_several_changes_stand_one_after_the_other_each_with_its_words() -> None:
    life = Life(SAID)
    comment = life.do(intent.comment(life.ticket, "called\n[b]twice[/b]"), BEA)
    moved = life.do(intent.escalate(life.ticket, "south", "too big", life.space, by=BEA, owner=GIA), BEA)
    title, lines = written(life, comment, moved)
    assert title == "[#1042] escalated by Bea Bari, South"
    text = "\n".join(lines)
    assert "Bea Bari, 2027-01-15 08:00 UTC: commented\n  status: new → open\n\n    called\n    [b]twice[/b]\n" in text
    assert "escalated\n  status: open → escalated\n  segment: Bari → South\n  owner: Bea Bari → Gia South\n" in text
    assert "\n    too big\n" in text


def test_only_what_the_letter_is_about_is_told() -> None:
    life = Life(SAID)
    life.do(intent.comment(life.ticket, "of the week before"), BEA)
    newest = life.change(LEA, priority="critical")
    title, lines = written(life, newest)
    assert title == "[#1042] priority changed by Lea Lead, Bari"
    assert "of the week before" not in "\n".join(lines)
    assert "  priority: medium → critical" in lines


def test_what_was_taken_back_is_not_told() -> None:
    life = Life(SAID)
    comment = life.do(intent.comment(life.ticket, "a slip of the tongue"), BEA)
    undone = life.undo(comment)
    _, lines = written(life, comment, undone)
    assert "slip" not in "\n".join(lines)
    assert any("taken back" in line or "withdrawn" in line for line in lines)


@pytest.mark.parametrize("words", ["\x1b]0;pwned\x07", "a\r\nBcc: x@y.example", "\u202eevil"])
def test_hostile_words_are_shown_and_do_nothing(words: str) -> None:
    life = Life({**SAID, "customer_name": words.replace("\r\n", " ")}, words)
    title, lines = written(life, life.entries[0].operation)
    assert all(character not in "\n".join([title, *lines]) for character in "\x1b\x07\r\u202e")
    assert not any(line.startswith("Bcc") for line in lines)
