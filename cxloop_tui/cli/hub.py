"""`hub`: the team's store, served to desks elsewhere, and who follows it."""

from pathlib import Path
from typing import Final

import click

from cxloop_tui.cli import hub_backup, hub_tokens
from cxloop_tui.cli.invocation import DeskGroup, Invocation, pass_invocation
from cxloop_tui.domain.errors import Unusable

PORT: Final = 8765
"""Where a hub listens unless it is told otherwise."""


@click.group(cls=DeskGroup, no_args_is_help=False)
def hub() -> None:
    """Serve this store to the desks of a team; who may follow it; backup and restore."""


hub.add_command(hub_tokens.token)
hub.add_command(hub_backup.backup)
hub.add_command(hub_backup.restore)


@hub.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="HOST", help="The address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=PORT, show_default=True, help="The port; 0 takes a free one."
)
@click.option("--tls-cert", metavar="FILE", help="The certificate and what it rests on, in PEM.")
@click.option("--tls-key", metavar="FILE", help="Its key, in PEM.")
@pass_invocation
def serve(invocation: Invocation, *, host: str, port: int, tls_cert: str | None, tls_key: str | None) -> None:
    """Serve the store to desks elsewhere, until ctrl+c or SIGTERM.

    Plain http is for this computer alone. One line on standard error says where it listens; the lines after it are
    the log, a JSON object for each request.
    """
    if (tls_cert is None) is not (tls_key is None):
        raise Unusable("--tls-cert and --tls-key belong together: name both, or none")
    files = None if tls_cert is None or tls_key is None else (Path(tls_cert), Path(tls_key))

    def listening(people: int, url: str) -> None:
        who = "1 person" if people == 1 else f"{people:,} people"
        invocation.out.note(f"hub for {who} at {url}; stop with ctrl+c")

    invocation.front.serve_hub(invocation.store_address(), host, port, files, listening)
