"""`hub`: the team's store, and who follows it from elsewhere."""

import click

from cxloop_tui.cli import hub_backup, hub_tokens
from cxloop_tui.cli.invocation import DeskGroup


@click.group(cls=DeskGroup, no_args_is_help=False)
def hub() -> None:
    """Who may follow this store; backup and restore."""


hub.add_command(hub_tokens.token)
hub.add_command(hub_backup.backup)
hub.add_command(hub_backup.restore)
