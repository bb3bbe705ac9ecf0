"""The words of an import: what a way asks for, what becomes of rows, what was done."""

from collections import Counter
from pathlib import Path

import pytest

from cxloop_tui.domain.feedback import Scale, ScoreKind
from cxloop_tui.domain.intake import Asked, DateOrder, Field, MissingEmail, Reason, Way
from cxloop_tui.services.intake import Tally
from cxloop_tui.ui.forms.intake import done_words, foreseen, question_of, settings_of, way_options
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.themes import DARK, semantic_variables


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Asked(), ""),
        (Asked(kind=ScoreKind.CSAT, scale=Scale(1, 5, low_is_good=True)), "CSAT 1..5,low-is-good"),
        (Asked({Field.SCORE: "Q1", Field.DATE: ""}), "score is Q1, no date"),
        (Asked(segment="bari", missing_email=MissingEmail.ALLOW), "segment bari, missing e-mails: allow"),
        (Asked(dates=DateOrder.DAY_FIRST, encoding="cp1252"), "dates day-first, cp1252"),
    ],
)
def test_settings_are_named_in_short(asked: Asked, words: str) -> None:
    assert settings_of(asked) == words


def test_ways_are_offered_without_what_speaks_for_them_and_the_first_nine_have_a_key() -> None:
    why = "if 5 is the best answer (likelier: 18 of 30 are high) and to take the responses without them"
    options = way_options([Way(Asked(), why)] * 10)
    assert options[0].label == "if 5 is the best answer (likelier) and to take the responses without them"
    assert [option.key for option in options] == [*"123456789", None]
    assert [option.value for option in options] == [*"0123456789"]


def test_a_question_is_asked_without_the_options_of_the_command_line() -> None:
    why = "the dates of 'When' are not certain: 1/2 (--dates day-first or --map date=)"
    assert question_of(why) == "the dates of 'When' are not certain: 1/2"


@pytest.mark.parametrize(
    ("tally", "lines"),
    [
        (Tally(5, 1, 0, 3, 1), ["1 ticket, 3 kept without one, 1 there already"]),
        (Tally(5, already=5), ["nothing new: 5 are there already"]),
        (
            Tally(9, 2, 3, 1, by_reason=Counter({Reason.NO_SCORE: 2, Reason.MALFORMED: 1})),
            [
                "2 tickets, 1 kept without one, 0 there already",
                "3 put to unresolved tickets of their customers",
                "3: 2 no score, 1 malformed",
            ],
        ),
    ],
)
def test_what_would_become_of_the_rows_is_counted(tally: Tally, lines: list[str]) -> None:
    looks = Looks.from_variables({**DARK.to_color_system().generate(), **semantic_variables(DARK)})
    assert ["".join(piece.text for piece in pieces) for _, pieces in foreseen(tally, looks)] == lines


def test_what_was_done_names_the_file_of_what_could_not_be() -> None:
    rejected = Tally(4, 1, 1, 1, 0, by_reason=Counter({Reason.NO_SCORE: 1}), rejected_file=Path("/s/x.rejected.csv"))
    assert done_words(rejected) == (
        "1 ticket, 1 put to unresolved tickets, 1 kept, 0 there already, 1 rejected;"
        " the rejected rows are in /s/x.rejected.csv"
    )
    assert done_words(Tally(2, 2, replaced_characters=3)) == (
        "2 tickets, 0 kept, 0 there already, 0 rejected; 3 characters that cannot be stored replaced"
    )
