"""The commands of `cxloop`: where each one is and what it is for, so that help lists them without loading any."""

from collections.abc import Mapping
from importlib import import_module
from typing import Final

import click

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.nearest import nearest


@frozen
class Listed:
    """A command that is loaded when it is used."""

    module: str
    """Within `cxloop_tui.cli`."""
    attribute: str
    help: str
    """One line, as `cxloop --help` shows it."""


COMMANDS: Final[Mapping[str, Listed]] = {
    "desk": Listed("starting", "desk", "Open the desk (also what `cxloop` alone does)."),
    "demo": Listed("starting", "demo", "Open the desk on lifelike example tickets."),
    "init": Listed("starting", "init", "Set up a store: who I am, and the first segment."),
    "tickets": Listed("reading", "tickets", "List tickets."),
    "show": Listed("reading", "show", "Show a ticket with its comments and its log."),
    "customer": Listed("customer", "customer", "Show a customer; say whether they may be written to."),
    "alike": Listed("alike", "alike", "List what came lately and speaks of the same."),
    "overview": Listed("reading", "overview", "Count tickets by status and by owner."),
    "causes": Listed("causes", "causes", "Count why it happened; rename a cause."),
    "new": Listed("changing", "new", "Make a ticket."),
    "set": Listed("changing", "set_fields", "Change fields of tickets."),
    "comment": Listed("talking", "comment", "Add an internal comment."),
    "contact": Listed("talking", "contact", "Log an attempt to reach the customer."),
    "call": Listed("calling", "call", "What to have in sight before one calls a customer."),
    "reply": Listed("replying", "reply", "Write to the customer."),
    "wait": Listed("waiting", "wait", "Set a ticket aside until somebody answers."),
    "recovered": Listed("recovered", "recovered", "Who is content after the resolution."),
    "arrival": Listed("arrival", "arrival", "What happens by itself to a new ticket."),
    "rules": Listed("rules", "rules", "What happens by itself to what is overdue."),
    "followups": Listed("followups", "followups", "What is to be done about tickets, and by when."),
    "handover": Listed("handover", "handover", "Give tickets on at the end of a shift, with a note."),
    "escalate": Listed("turning", "escalate", "Hand a ticket up, saying why."),
    "handback": Listed("turning", "handback", "End an escalation: back to where it came from."),
    "resolve": Listed("turning", "resolve", "Close the loop: why it happened, and what was done."),
    "reopen": Listed("turning", "reopen", "Take a resolved ticket up again."),
    "undo": Listed("undoing", "undo", "Take back my last change."),
    "redo": Listed("undoing", "redo", "Take back my last undo."),
    "segments": Listed("segments", "segments", "List, add, change and merge segments."),
    "people": Listed("people", "people", "List, add and change people, let them leave."),
    "policy": Listed("policy", "policy", "Show and change the rules of the organisation."),
    "views": Listed("views", "views", "List, save, share and remove views: queries under a name."),
    "import": Listed("importing", "importing", "Read survey responses, segments, people or tickets from a file."),
    "export": Listed("exporting", "export", "Write tickets to a file: CSV, Excel, JSON, NDJSON."),
    "remote": Listed("remote", "remote", "Follow a hub, so that a team works on the same tickets."),
    "sync": Listed("syncing", "sync", "Send what waits to the hub, and take in what others did."),
    "outbox": Listed("outbox", "outbox", "What waits to be sent: see, hold back, let go, give up."),
    "mail": Listed("mail", "mail", "Letters about tickets: see, hold, change, cancel, send."),
    "conflicts": Listed("conflicts", "conflicts", "Decide about what the hub refused."),
    "hub": Listed("hub", "hub", "Serve this store to a team; who may follow it; backup."),
    "doctor": Listed("doctor", "doctor", "Check that the store is sound."),
}


class LazyGroup(click.Group):
    """A group whose commands stand in COMMANDS."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names, in the order people need them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        listed = COMMANDS.get(cmd_name)
        if listed is None:
            return None
        command = getattr(import_module(f"cxloop_tui.cli.{listed.module}"), listed.attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{listed.module}.{listed.attribute} is no command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command meant. Raises Unusable with the nearest one."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            near = nearest(name, COMMANDS)
            hint = f"did you mean {near}?" if near else "`cxloop --help` lists them"
            raise Unusable(f"there is no command {name!r}; {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, loading none."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, listed.help) for name, listed in COMMANDS.items()])
