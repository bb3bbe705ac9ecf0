"""What is asked and said when the same is done to many tickets: forms, options, and the words of an outcome."""

from collections.abc import Mapping, Sequence
from typing import Final

from cxloop_tui.domain import intent
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.view import Load
from cxloop_tui.services.bulk import Make, Outcome
from cxloop_tui.ui.forms.form import ChoiceField, Form, LineField, Preview, Submit, TextField, Values
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.forms.resolution import TOLD, Used, cause_field, used_causes
from cxloop_tui.ui.forms.ticket import people_options
from cxloop_tui.ui.forms.words import work_of
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece
from cxloop_tui.ui.render.row import first_names

Foretold = Sequence[tuple[str, str]]
"""Labelled lines; an empty label goes on from the line above."""

SPREAD: Final = "\tspread"
"""The choice of nobody in particular; no e-mail is spelled so."""

_NAMED_MOST: Final = 6


def foretold(outcome: Outcome, becomes: str) -> Foretold:
    """Say what will become of tickets: `becomes` as in `resolved`; refusals by reason, the commonest first."""
    count = len(outcome.done)
    lines = [("then", f"{count:,} {becomes}" if count else "nothing changes")]
    if outcome.unchanged:
        lines.append(("already", f"{len(outcome.unchanged):,} as wanted"))
    return [*lines, *refused(outcome)]


def refused(outcome: Outcome) -> Foretold:
    """Say what is refused, and why, each reason with the tickets below it; nothing when nothing is."""
    lines: list[tuple[str, str]] = []
    for reason, names in outcome.reasons():
        why = reason.partition(";")[0]  # the rest says what to do about one ticket
        lines += [("" if lines else "refused", f"{len(names):,}: {why}"), ("", f"   {named(names)}")]
    return lines


def foretold_pieces(lines: Foretold, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
    """Colour the lines by what they are about."""
    styles = {"refused": looks.alarm, "then": looks.new}
    painted, about = [], ""
    for label, words in lines:
        about = label or about
        painted.append((label, [Piece(words, styles.get(about, looks.plain))]))
    return painted


def named(names: Sequence[str]) -> str:
    """Name the first few tickets, and say how many more there are."""
    more = len(names) - _NAMED_MOST
    return ", ".join(names[:_NAMED_MOST]) + (f" and {more:,} more" if more > 0 else "")


def why_nothing(outcome: Outcome) -> str:
    """Say in one sentence why no ticket would change."""
    if not outcome.refusals:
        return "nothing to change: all of them are as wanted"
    return "; ".join(f"{reason} ({named(names)})" for reason, names in outcome.reasons())


def status_options() -> Sequence[Option]:
    """Offer the statuses many tickets can be given at once."""
    return [
        Option(Status.NEW, "new", "nothing done yet", "only undo leads back to new"),
        Option(Status.OPEN, "open", "being worked on; resolved ones are reopened", key="2"),
        Option(Status.ESCALATED, "escalated", "handed up", "each ticket is escalated by itself, with its own reason"),
        Option(Status.RESOLVED, "resolved", "the loop is closed; opens the form", key="4"),
    ]


def segment_options(space: Organisation) -> Sequence[Option]:
    """Offer the segments; which tickets may go there is foretold."""
    return [Option(at.code, at.name, space.tree.path(at.code)) for at in space.tree]


def owner_options(space: Organisation, me: str, loads: Mapping[str, Load], day: str) -> Sequence[Option]:
    """Offer who works here, with what they have to do, and everybody at once."""
    hints = {email: work_of(email, loads) for email in space.people}
    evenly = Option(SPREAD, "spread evenly", f"over the people of each ticket's {space.policy.word('segment')}")
    return [*people_options(space, me, hints, day=day), evenly]


def dealt(heirs: Mapping[str, str], space: Organisation) -> str:
    """Say who gets how many, who gets most first."""
    counts: dict[str, int] = {}
    for heir in heirs.values():
        counts[heir] = counts.get(heir, 0) + 1
    names = first_names({email: space.called(email) for email in space.people})
    shares = sorted(counts.items(), key=lambda item: (-item[1], space.called(item[0])))
    return ", ".join(f"{names.get(email, email)} {count:,}" for email, count in shares)


def comment_many_form(tickets: str, submit: Submit) -> Form:
    """Ask for one comment on all of them; `tickets` is how they are called."""
    return Form(
        name="comment-many",
        title=f"Comment on {tickets}",
        button="Comment",
        fields=(TextField(name="comment", label="comment", placeholder="the same words on each of them"),),
        preview=_lines([("read by", "colleagues only; the customers do not see it")]),
        submit=submit,
    )


def resolve_many_form(tickets: str, causes: Used, outcome: Outcome | None, submit: Submit) -> Form:
    """Ask once why it happened, what was done and how the customers were told.

    `outcome` is what would come of it with every word given, None when that is not known yet.
    """
    will_be = [] if outcome is None else foretold(outcome, "resolved")

    def preview(values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        return [*foretold_pieces(will_be, looks), *used_causes(values["root_cause"], causes, looks)]

    return Form(
        name="resolve-many",
        title=f"Resolve {tickets}",
        button="Resolve",
        consequential=True,
        fields=(
            cause_field("", causes),
            LineField(name="action_taken", label="action", placeholder="what was done about it"),
            ChoiceField(name="told", label="told", options=TOLD, rows=6, rows_low=4),
        ),
        preview=preview,
        submit=submit,
    )


def reopen_many_form(tickets: str, submit: Submit) -> Form:
    """Ask once what came up."""
    return Form(
        name="reopen-many",
        title=f"Reopen {tickets}",
        button="Reopen",
        fields=(TextField(name="note", label="note", placeholder="what came up"),),
        preview=_lines([("then", "open again; owners and causes stay, the time to resolve starts again")]),
        submit=submit,
    )


def edit_many_form(tickets: str, categories: Sequence[str], submit: Submit) -> Form:
    """Ask for tags and a category, `categories` are offered; what is left empty stays as each ticket has it."""
    return Form(
        name="edit-many",
        title=f"Edit {tickets}",
        button="Save",
        fields=(
            LineField(name="add", label="add tags", placeholder="separated by spaces"),
            LineField(name="remove", label="take away", placeholder="tags, separated by spaces"),
            LineField(
                name="category",
                label="category",
                placeholder="empty: each keeps its own",
                suggestions=tuple(categories),
            ),
        ),
        submit=submit,
    )


def commented(values: Values) -> Make:
    """Return what a comment form asks for."""
    return lambda ticket, _: intent.comment(ticket, values["comment"])


def resolved(values: Values) -> Make:
    """Return what a resolve form asks for."""
    return lambda ticket, _: intent.resolve(
        ticket, root_cause=values["root_cause"], action_taken=values["action_taken"], told=values["told"]
    )


def reopened(values: Values) -> Make:
    """Return what a reopen form asks for."""
    return lambda ticket, space: intent.reopen(ticket, values["note"] or None, space)


def edited(values: Values) -> Make:
    """Return what an edit form asks for. Raises Refused when it asks for nothing."""
    add, remove, category = values["add"].split(), values["remove"].split(), values["category"].strip()
    if not (add or remove or category):
        raise Refused("nothing is filled in: add or take away a tag, or name a category")
    return lambda ticket, _: intent.change(
        ticket, {"category": category} if category else {}, add_tags=add, remove_tags=remove
    )


def _lines(lines: Foretold) -> Preview:
    """Foretell the same whatever is typed."""

    def preview(_values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        return foretold_pieces(lines, looks)

    return preview
