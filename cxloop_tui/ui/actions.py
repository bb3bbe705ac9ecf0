"""The registry: everything a person can do at the screen, once.

Bindings, the key bar, `?`, the palette, the user's keymap and docs/keys.md are made from it. Whoever can carry out
actions keeps a table of `Deeds`; a test asserts that every action has one.
"""

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import Final, TypeAlias

from textual.binding import Binding
from textual.keys import Keys

from cxloop_tui.domain.frozen import frozen


class Scope(StrEnum):
    """Where an action can be done."""

    EVERYWHERE = "everywhere"
    APP = "everywhere but in a form"
    DESK = "the desk"
    """Whatever pane has the focus, except while typing."""
    TICKET = "a ticket"
    """Needs a ticket under the cursor."""
    FILTER = "the filter bar"
    ORGANISATION = "the organisation"
    OUTBOX = "the outbox"
    CONFLICTS = "the conflicts"
    LETTERS = "the letters"
    CAUSES = "the causes"
    AGENDA = "what is to be done"
    FORM = "a form"


@frozen
class Action:
    """One thing that can be done."""

    id: str
    """Stable, dotted: what a user's keymap names."""
    keys: tuple[str, ...]
    title: str
    """One or two words: key bar and palette."""
    help: str
    """One line: `?` and docs."""
    scope: Scope
    command: str | None = None
    """The command-line twin, without `cxloop`."""
    in_bar: int = 0
    """Above 0: shown in the key bar, the smallest first; what does not fit drops out from the end."""

    @property
    def run(self) -> str:
        """What Textual runs for it: the one action of the screen, or of the app."""
        doer = "app" if self.scope in {Scope.APP, Scope.EVERYWHERE} else "screen"
        return f"{doer}.do('{self.id}')"


Deed: TypeAlias = Callable[[], Awaitable[None] | None]
"""What carries an action out."""

Deeds: TypeAlias = Mapping[str, Deed]
"""The same by action id."""


def _navigation() -> tuple[Action, ...]:
    desk = Scope.DESK
    return (
        Action("move.down", ("j", "down"), "down", "next ticket, or scroll the detail", desk),
        Action("move.up", ("k", "up"), "up", "previous ticket, or scroll the detail", desk),
        Action("move.other_down", ("J",), "other down", "scroll the detail; in the detail: next ticket", desk),
        Action("move.other_up", ("K",), "other up", "scroll the detail back; in the detail: previous ticket", desk),
        Action("move.first", ("g", "home"), "first", "to the first", desk),
        Action("move.last", ("G", "end"), "last", "to the last", desk),
        Action("move.half_down", ("ctrl+d",), "half down", "half a page down", desk),
        Action("move.half_up", ("ctrl+u",), "half up", "half a page up", desk),
        Action("move.page_down", ("pagedown",), "page down", "a page down", desk),
        Action("move.page_up", ("pageup",), "page up", "a page up", desk),
        Action("pane.open", ("enter",), "open", "open the ticket; in the Customer tab another one", desk, "show ID"),
        Action("pane.back", ("escape",), "back", "back to the list; never clears a filter", desk),
        Action("pane.other", ("tab", "shift+tab"), "other pane", "to the other pane", desk),
        Action("pane.list", ("0",), "list", "to the list", desk),
        Action("tab.comments", ("1",), "comments", "the Comments tab", desk),
        Action("tab.logs", ("2",), "logs", "the Logs tab; again: status changes only", desk),
        Action("tab.customer", ("3",), "customer", "the Customer tab: other tickets, scores", desk, "customer ID"),
        Action("tab.survey", ("4",), "survey", "the Survey tab: the whole response", desk, "customer ID"),
        Action("tab.previous", ("left_square_bracket",), "previous tab", "previous tab", desk),
        Action("tab.next", ("right_square_bracket",), "next tab", "next tab", desk),
        Action("tab.unfold", ("x",), "unfold", "show or fold the middle comments", desk),
    )


def _finding() -> tuple[Action, ...]:
    desk = Scope.DESK
    return (
        Action("find.search", ("slash",), "search", "search words, #number, e-mail, field:value", desk, "tickets", 9),
        Action("find.clear", ("F",), "clear", "clear search and filters: all tickets", desk),
        Action("find.filter", ("f",), "filter", "filter bar: 1-4 status, p priority, g segment, o owner", desk),
        Action("find.sort", ("S",), "sort", "choose the order", desk, "tickets sort:ORDER"),
        Action("find.mine", ("m",), "mine", "my work, my segments, all", desk, "tickets owner:me"),
        Action(
            "find.shift",
            ("dollar_sign",),
            "till the end",
            "mine that breaks before work ends",
            desk,
            "tickets due:<8h",
        ),
        Action("find.overdue", ("exclamation_mark",), "overdue", "what is overdue", desk, "tickets overdue:yes"),
        Action("view.choose", ("v",), "views", "go to a saved view; save, copy or remove one", desk, "views list"),
        Action("view.save", (), "save view", "save what is shown as a view", desk, "views save NAME QUERY"),
        Action("find.next", ("N",), "next", "my next most urgent ticket", desk, "tickets 'owner:me sort:due'", 8),
        Action("find.reload", ("f5",), "reload", "read the list again, in its order", desk),
    )


def _marking() -> tuple[Action, ...]:
    desk = Scope.DESK
    return (
        Action("list.mark", ("space",), "mark", "mark or unmark the ticket, and go on to the next", desk),
        Action("list.range", ("V",), "range", "mark from here to where you go; again: ends there", desk),
        Action("list.mark_all", ("asterisk",), "mark all", "mark all that is found, also below; again: none", desk),
        Action("list.export", ("W",), "export", "write what is listed to a file", desk, "export --output FILE"),
        Action("list.unmark", ("U",), "unmark", "take all marks away, also those out of sight", desk),
    )


def _filtering() -> tuple[Action, ...]:
    bar = Scope.FILTER
    return (
        Action("filter.new", ("1",), "new", "show or hide new tickets", bar),
        Action("filter.open", ("2",), "open", "show or hide open tickets", bar),
        Action("filter.escalated", ("3",), "escalated", "show or hide escalated tickets", bar),
        Action("filter.resolved", ("4",), "resolved", "show or hide resolved tickets", bar),
        Action("filter.status", ("s",), "status", "choose one status", bar),
        Action("filter.priority", ("p",), "priority", "choose a priority", bar),
        Action("filter.segment", ("g",), "segment", "choose a segment", bar),
        Action("filter.owner", ("o",), "owner", "choose an owner", bar),
        Action("filter.leave", ("escape", "enter", "f", "j", "k"), "done", "back to the list", bar),
    )


def _working() -> tuple[Action, ...]:
    on = Scope.TICKET
    return (
        Action("ticket.new", ("n",), "new", "a new ticket", Scope.DESK, "new", 11),
        Action("ticket.comment", ("c",), "comment", "comment; only colleagues see it", on, "comment ID TEXT", 1),
        Action("ticket.call", ("T",), "call sheet", "what to have in sight while you call", on, "call ID"),
        Action("ticket.reply", ("r",), "reply", "write to the customer, from a template", on, "reply ID", 12),
        Action("ticket.follow_up", ("b",), "follow up", "what is to be done, and when", on, "followups add ID"),
        Action("ticket.wait", ("w",), "wait", "set it aside until somebody answers", on, "wait ID WHEN"),
        Action("ticket.consent", ("D",), "consent", "whether the customer may be written to", on, "customer ID"),
        Action(
            "ticket.same_customer",
            ("ampersand",),
            "same person",
            "another address of the same customer",
            on,
            "customer ID --same-as EMAIL",
        ),
        Action("ticket.contact", ("t",), "contact", "log that you tried to reach the customer", on, "contact ID", 2),
        Action("ticket.status", ("s",), "status", "change the status", on, "set ID --status", 6),
        Action("ticket.priority", ("p",), "priority", "change the priority", on, "set ID --priority"),
        Action("ticket.assign", ("a",), "assign", "give it to another owner", on, "set ID --owner", 5),
        Action(
            "ticket.alike",
            ("equals_sign",),
            "alike",
            "what came lately and speaks of the same",
            on,
            "alike ID",
        ),
        Action(
            "ticket.hand_over",
            ("greater_than_sign",),
            "hand over",
            "give tickets on at the end of a shift",
            on,
            "handover ID --to PERSON",
        ),
        Action("ticket.take", ("i",), "mine", "make it mine", on, "set ID --owner me"),
        Action("ticket.move", ("M",), "move", "move it to another segment", on, "set ID --segment", 7),
        Action("ticket.edit", ("e",), "edit", "all of its fields in one form", on, "set ID"),
        Action("ticket.escalate", ("E",), "escalate", "hand it up, with a reason", on, "escalate ID", 4),
        Action("ticket.hand_back", ("H",), "hand back", "end the escalation", on, "handback ID"),
        Action("ticket.resolve", ("d",), "resolve", "cause, action, how the customer was told", on, "resolve ID", 3),
        Action("ticket.reopen", ("X",), "reopen", "take a resolved ticket up again", on, "reopen ID"),
        Action("ticket.undo", ("z",), "undo", "take back your last change", Scope.DESK, "undo", 10),
        Action("ticket.repeat", ("full_stop",), "repeat", "your last change again, here or on marks", on, "set ID"),
        Action("ticket.redo", ("Z",), "redo", "take back your last undo", Scope.DESK, "redo"),
        Action("ticket.copy_number", ("y",), "copy number", "copy the number", on),
        Action("ticket.copy_email", ("Y",), "copy e-mail", "copy the customer's e-mail", on),
    )


def _organising() -> tuple[Action, ...]:
    on = Scope.ORGANISATION
    return (
        Action("organisation.down", ("j", "down"), "down", "next line", on),
        Action("organisation.up", ("k", "up"), "up", "previous line", on),
        Action("organisation.first", ("g", "home"), "first", "to the first line", on),
        Action("organisation.last", ("G", "end"), "last", "to the last line", on),
        Action("organisation.page_down", ("pagedown", "ctrl+d"), "page down", "a page down", on),
        Action("organisation.page_up", ("pageup", "ctrl+u"), "page up", "a page up", on),
        Action("organisation.segments", ("1",), "segments", "the segments", on, "segments list"),
        Action("organisation.people", ("2",), "people", "the people", on, "people list"),
        Action("organisation.policy", ("3",), "policy", "the rules", on, "policy show"),
        Action("organisation.next", ("tab", "right_square_bracket"), "next page", "next of the three pages", on),
        Action("organisation.previous", ("shift+tab", "left_square_bracket"), "previous page", "previous page", on),
        Action("organisation.tickets", ("enter",), "tickets", "the list of its tickets", on, "tickets QUERY"),
        Action("organisation.new", ("n",), "new", "a new segment, a new person", on, "segments add CODE"),
        Action("organisation.edit", ("e",), "edit", "change what is under the cursor", on, "segments set CODE"),
        Action("organisation.merge", ("m",), "merge", "give a segment up to another", on, "segments merge CODE"),
        Action("organisation.leave", ("x",), "leave", "let a person leave", on, "people leave PERSON"),
        Action("organisation.default", ("r",), "default", "give a rule its default again", on, "policy set KEY"),
        Action("organisation.log", ("l",), "log", "who changed it, when, and how", on, "segments show CODE"),
        Action("organisation.all", ("a",), "show all", "show who left and what is not in use", on, "people list"),
        Action("organisation.find", ("slash",), "find", "type to find a line", on),
        Action("organisation.undo", ("z",), "undo", "take back your last change", on, "undo"),
        Action("organisation.redo", ("Z",), "redo", "take back your last undo", on, "redo"),
        Action("organisation.back", ("escape", "q"), "back", "back to the tickets", on),
    )


def _sending() -> tuple[Action, ...]:
    on = Scope.OUTBOX
    return (
        Action("outbox.down", ("j", "down"), "down", "next change", on),
        Action("outbox.up", ("k", "up"), "up", "previous change", on),
        Action("outbox.first", ("g", "home"), "first", "to the oldest", on),
        Action("outbox.last", ("G", "end"), "last", "to the newest", on),
        Action("outbox.page_down", ("pagedown", "ctrl+d"), "page down", "a page down", on),
        Action("outbox.page_up", ("pageup", "ctrl+u"), "page up", "a page up", on),
        Action("outbox.mark", ("space",), "mark", "mark or unmark the change, and go on to the next", on),
        Action(
            "outbox.hold",
            ("h",),
            "hold, let go",
            "hold back what is not to be sent yet; again: let it go",
            on,
            "outbox hold ID",
        ),
        Action("outbox.give_up", ("x",), "give up", "let it never have been; asks first", on, "outbox give-up ID"),
        Action("outbox.open", ("enter",), "open", "open its ticket", on),
        Action("outbox.back", ("escape", "q"), "back", "back to the tickets", on),
    )


def _deciding() -> tuple[Action, ...]:
    on = Scope.CONFLICTS
    return (
        Action("conflict.down", ("j", "down"), "down", "next field", on),
        Action("conflict.up", ("k", "up"), "up", "previous field", on),
        Action("conflict.next", ("J", "tab", "right_square_bracket"), "next", "next ticket with a conflict", on),
        Action("conflict.previous", ("K", "shift+tab", "left_square_bracket"), "previous", "previous ticket", on),
        Action("conflict.page_down", ("pagedown", "ctrl+d"), "page down", "scroll on", on),
        Action("conflict.page_up", ("pageup", "ctrl+u"), "page up", "scroll back", on),
        Action("conflict.mine", ("m",), "mine", "the field as you wanted it", on),
        Action("conflict.theirs", ("t",), "theirs", "the field as it stands", on),
        Action("conflict.edit", ("e",), "edit", "the field as something else", on, "conflicts edit ID"),
        Action("conflict.all_mine", ("M",), "all mine", "every field as you wanted it", on, "conflicts mine ID"),
        Action("conflict.all_theirs", ("T",), "all theirs", "every field as it stands", on, "conflicts theirs ID"),
        Action("conflict.apply", ("ctrl+s",), "apply", "do what was decided about this ticket", on),
        Action("conflict.later", ("escape", "q"), "later", "decide later; nothing is lost", on),
    )


def _writing() -> tuple[Action, ...]:
    on = Scope.LETTERS
    return (
        Action("letters.down", ("j", "down"), "down", "next letter", on),
        Action("letters.up", ("k", "up"), "up", "previous letter", on),
        Action("letters.first", ("g", "home"), "first", "to the newest", on),
        Action("letters.last", ("G", "end"), "last", "to the oldest", on),
        Action("letters.page_down", ("pagedown", "ctrl+d"), "page down", "a page down", on),
        Action("letters.page_up", ("pageup", "ctrl+u"), "page up", "a page up", on),
        Action("letters.hold", ("h",), "hold, let go", "hold it back; again: let it go", on, "mail hold LETTER"),
        Action("letters.cancel", ("x",), "cancel", "let it not go at all", on, "mail cancel LETTER"),
        Action("letters.edit", ("e",), "edit", "other words, before it goes", on, "mail edit LETTER"),
        Action("letters.text_down", ("J", "space"), "text down", "scroll the letter on", on),
        Action("letters.text_up", ("K",), "text up", "scroll the letter back", on),
        Action("letters.open", ("enter",), "open", "open its ticket", on, "mail show LETTER"),
        Action("letters.all", ("a",), "all, to go", "also those that went; again: those to go", on, "mail"),
        Action("letters.back", ("escape", "q"), "back", "back to the tickets", on),
    )


def _minding() -> tuple[Action, ...]:
    on = Scope.AGENDA
    return (
        Action("agenda.down", ("j", "down"), "down", "next line", on),
        Action("agenda.up", ("k", "up"), "up", "previous line", on),
        Action("agenda.first", ("g", "home"), "first", "to what is due first", on),
        Action("agenda.last", ("G", "end"), "last", "to what is due last", on),
        Action("agenda.page_down", ("pagedown", "ctrl+d"), "page down", "a page down", on),
        Action("agenda.page_up", ("pageup", "ctrl+u"), "page up", "a page up", on),
        Action("agenda.done", ("x", "space"), "done", "it is done", on, "followups done FOLLOWUP"),
        Action("agenda.open", ("enter",), "open", "open its ticket", on),
        Action("agenda.edit", ("e",), "edit", "what, when, who", on, "followups set FOLLOWUP"),
        Action("agenda.all", ("a",), "all, mine", "everybody's; again: mine", on, "followups"),
        Action("agenda.undo", ("z",), "undo", "take back your last change", on, "undo"),
        Action("agenda.back", ("escape", "q"), "back", "back to the tickets", on),
    )


def _counting() -> tuple[Action, ...]:
    on = Scope.CAUSES
    return (
        Action("causes.down", ("j", "down"), "down", "next cause", on),
        Action("causes.up", ("k", "up"), "up", "previous cause", on),
        Action("causes.first", ("g", "home"), "first", "to the most frequent", on),
        Action("causes.last", ("G", "end"), "last", "to the rarest", on),
        Action("causes.page_down", ("pagedown", "ctrl+d"), "page down", "a page down", on),
        Action("causes.page_up", ("pageup", "ctrl+u"), "page up", "a page up", on),
        Action("causes.open", ("enter",), "tickets", "the tickets behind it", on, "tickets cause:..."),
        Action("causes.rename", ("e",), "rename", "another name, or one with another", on, "causes rename NAME NEW"),
        Action("causes.by", ("tab", "c"), "count by", "causes, categories, areas by turns", on, "causes"),
        Action("causes.back", ("escape", "q"), "back", "back to the tickets", on),
    )


def _everywhere() -> tuple[Action, ...]:
    return (
        Action(
            "app.keys", ("question_mark", "f1"), "keys", "signs and keys; type to search", Scope.APP, "--help", 99
        ),
        Action("app.palette", ("ctrl+p", "colon"), "palette", "find any action by its name", Scope.APP),
        Action("hub.sync", ("R",), "sync", "send and fetch now", Scope.APP, "sync"),
        Action("app.theme", (), "theme", "choose the colours of the desk", Scope.APP),
        Action(
            "desk.organisation", ("O",), "organisation", "segments, people and rules", Scope.DESK, "segments list"
        ),
        Action("desk.import", ("I",), "import", "tickets from a survey file", Scope.DESK, "import responses FILE"),
        Action("hub.outbox", ("B",), "outbox", "what waits to be sent: see, hold, give up", Scope.DESK, "outbox"),
        Action("desk.agenda", ("A",), "to do", "what is to be done, and by when", Scope.DESK, "followups"),
        Action("desk.causes", ("P",), "causes", "why it happened, counted: of what is listed", Scope.DESK, "causes"),
        Action("desk.letters", ("L",), "letters", "mail about tickets: read, hold, cancel", Scope.DESK, "mail"),
        Action(
            "hub.conflicts",
            ("C",),
            "conflicts",
            "what you and others changed at once: decide",
            Scope.DESK,
            "conflicts",
        ),
        Action("app.leave", ("q",), "back or quit", "back to the list; in the list: quit", Scope.DESK),
        Action("app.quit", ("ctrl+q",), "quit", "quit; nothing typed is lost", Scope.EVERYWHERE),
        Action("form.submit", ("ctrl+s",), "submit", "do what the form says", Scope.FORM),
        Action("form.cancel", ("escape",), "cancel", "close the form; what you typed is kept", Scope.FORM),
        Action("form.editor", ("f4",), "editor", "write the text in your $EDITOR", Scope.FORM),
        Action("form.letter", ("f3",), "letter", "read the letter that will tell of it", Scope.FORM),
        Action("form.older", ("pageup",), "older", "scroll the comments back", Scope.FORM),
        Action("form.newer", ("pagedown",), "newer", "scroll the comments on", Scope.FORM),
    )


ACTIONS: Final = (
    *_navigation(),
    *_finding(),
    *_marking(),
    *_working(),
    *_filtering(),
    *_organising(),
    *_sending(),
    *_deciding(),
    *_writing(),
    *_minding(),
    *_counting(),
    *_everywhere(),
)
"""All of them, in the order in which `?` lists them."""

BY_ID: Final = {action.id: action for action in ACTIONS}


NO_KEY: Final = Keys.Ignore.value
"""Bound where an action has no key, for a user's keymap can only replace keys; no terminal sends it."""


def bindings(*scopes: Scope, priority: bool = False) -> list[Binding]:
    """Return what a screen with these scopes binds; nothing shows in Textual's own footer."""
    return [
        Binding(
            ",".join(action.keys) or NO_KEY,
            action.run,
            action.title,
            show=False,
            id=action.id,
            tooltip=action.help,
            priority=priority,
        )
        for action in ACTIONS
        if action.scope in scopes
    ]
