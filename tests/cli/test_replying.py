"""`reply`, and what is put on record of a customer: the letter is shown before, and goes to nobody who wants none."""

import pytest

from tests.cli.conftest import Line
from tests.cli.json_page import check

WRITTEN = ("--title", "Your order", "--text", "It is on its way.")


def test_a_reply_is_kept_with_its_ticket_and_waits_as_a_change_to_be_written(desk: Line) -> None:
    assert desk("reply", "1", *WRITTEN, "--yes").code == 0
    said = desk("show", "1", "--json").record["comments"][-1]
    assert (said["kind"], said["body"]) == ("reply", "Your order\n\nIt is on its way.")
    assert "1 changes are gathered" in desk("mail").err


def test_without_yes_it_is_shown_and_nothing_goes(desk: Line) -> None:
    asked = desk("reply", "1", *WRITTEN)
    assert asked.code == 2
    assert "Subject: Your order\n\nIt is on its way.\n" in asked.err
    assert len(desk("show", "1", "--json").record["comments"]) == 1


def test_a_template_begins_it_in_the_language_of_the_customer(desk: Line) -> None:
    desk("customer", "1", "--language", "de")
    letter = desk("reply", "1", "--template", "heard", "--dry-run", "--json").record
    check([letter], "Letter before it goes")
    assert letter["title"].startswith("Ihre Nachricht ist angekommen [")
    assert letter["text"].startswith("Guten Tag")
    assert (
        desk("reply", "1", "--template", "heard", "--language", "fr", "--dry-run").out.count("Bien cordialement") == 1
    )


def test_a_letter_with_a_gap_does_not_go(desk: Line) -> None:
    asked = desk("reply", "1", "--template", "intended", "--yes")
    assert (asked.code, asked.err) == (4, "cxloop: text still has a gap ____ to fill in\n")


@pytest.mark.parametrize("how", ["email", "ticket"])
def test_nobody_writes_to_who_wants_no_letters(desk: Line, how: str) -> None:
    email = desk("show", "1", "--json").record["customer_email"]
    known = desk("customer", email if how == "email" else "1", "--consent", "withdrawn", "--json").record
    assert (known["consent"], known["consent_by"]) == ("withdrawn", "ana@desk.example")
    refused = desk("reply", "1", *WRITTEN, "--yes")
    assert refused.code == 4
    assert f"{email} does not want to be written to any more" in refused.err
    assert "consent      withdrawn, says" in desk("customer", "1").out
    assert desk("undo").code == 0
    assert desk("reply", "1", *WRITTEN, "--yes").code == 0


def test_the_letter_that_would_tell_of_an_escalation(desk: Line) -> None:
    words = ("escalate", "1", "--to", "retail", "--reason", "They are furious", "--dry-run")
    assert "nobody would be told by mail" in desk(*words).err
    desk("policy", "set", "mail.notices", "on")
    before = desk("show", "1", "--json").record
    letter = desk(*words, "--json").record
    check([letter], "Letter before it goes")
    assert "escalated by" in letter["title"]
    assert "They are furious" in letter["text"]
    assert desk("show", "1", "--json").record == before


def test_what_would_be_refused_is_refused_in_a_dry_run_too(desk: Line) -> None:
    assert desk("escalate", "1", "--to", "south", "--reason", "why", "--dry-run").code == 4
