"""One call of `cxloop`: what was said about store, person, configuration and output, and the rooms that follow.

Global options stand before the command or after it; what is said later counts. The composition root is handed in, so
that tests put another desk behind the same commands.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import click

from cxloop_tui import bootstrap
from cxloop_tui.cli.output import Output
from cxloop_tui.config import Config, read_config
from cxloop_tui.domain.address import address_of
from cxloop_tui.domain.text import normal_email
from cxloop_tui.paths import default_config, default_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cxloop_tui.bootstrap import Rooms
    from cxloop_tui.domain.address import StoreAddress
    from cxloop_tui.domain.backup import Backup, Restored
    from cxloop_tui.domain.operation import Json


class Examination(Protocol):
    """What the doctor looked at, and what was off."""

    @property
    def tickets(self) -> int:
        """How many tickets were refolded."""

    @property
    def operations(self) -> int:
        """How many operations they have."""

    @property
    def findings(self) -> Sequence[str]:
        """What is off, a sentence each."""

    @property
    def more(self) -> int:
        """How many findings there are beyond those."""


class Front(Protocol):
    """What the command line needs of the composition root; `cxloop_tui.bootstrap` is one."""

    def open_rooms(self, address: StoreAddress, me: str | None) -> Rooms:
        """Open an existing store for a person, None for the one who set it up here."""

    def create_rooms(self, address: StoreAddress, me: str) -> Rooms:
        """Make a fresh store and open it for the person whose it is; the desk is theirs to set up."""

    def run_desk(self, address: StoreAddress, me: str | None, query: str, config: Config) -> None:
        """Open the desk on the screen; return when it is closed."""

    def run_demo(self, tickets: int, seed: int, config: Config, progress: bootstrap.Progress) -> None:
        """Open the desk on a throwaway store of example tickets."""

    def build_demo(self, address: StoreAddress, tickets: int, seed: int, progress: bootstrap.Progress) -> None:
        """Make a store of example tickets."""

    def configuration_problems(self, config: Config) -> Sequence[str]:
        """Say what the desk cannot follow in a configuration: keys, theme."""

    def serve_hub(
        self,
        address: StoreAddress,
        host: str,
        port: int,
        certificate: tuple[Path, Path] | None,
        listening: bootstrap.Listening,
    ) -> None:
        """Serve a store to desks elsewhere; return when that was stopped."""

    def examine(self, address: StoreAddress, progress: bootstrap.Progress) -> Examination:
        """Check a store against its own operations."""

    def back_up(self, store: Path, to: Path, progress: bootstrap.Progress) -> Backup:
        """Copy a store file to a new one while others work on it."""

    def look_into(self, backup_file: Path) -> Backup:
        """Return what a backup holds."""

    def restore(self, store: Path, backup_file: Path, progress: bootstrap.Progress) -> Restored:
        """Put a backup in the place of a store file."""

    def begin_epoch(self, address: StoreAddress) -> str:
        """Call the order of a store otherwise from here on, and return how."""


@dataclass
class Invocation:
    """What this call of the program is about."""

    front: Front = bootstrap
    out: Output = field(default_factory=Output)
    store: str | None = None
    person: str | None = None
    config_file: str | None = None
    json: bool = False

    @property
    def me(self) -> str | None:
        """The e-mail of who asks; None for the person who set the store up here."""
        return normal_email(self.person) if self.person else None

    def config(self) -> Config:
        """Read the configuration. Raises Unusable."""
        if self.config_file:
            return read_config(Path(self.config_file).expanduser(), must_exist=True)
        return read_config(default_config())

    def store_address(self) -> StoreAddress:
        """Return where the store is: as named, else as configured, else the usual file. Raises Unusable."""
        if self.store:
            return address_of(self.store)
        return self.config().store or default_store()

    @contextmanager
    def rooms(self) -> Iterator[Rooms]:
        """Open the store for the time of a command. Raises Unusable, naming `init`, when there is none."""
        rooms = self.front.open_rooms(self.store_address(), self.me)
        try:
            yield rooms
        finally:
            rooms.close()

    def give(self, record: Mapping[str, Json], *lines: str) -> None:
        """Print one result: the record with `--json`, the lines otherwise."""
        if self.json:
            self.out.record(record)
        else:
            self.out.lines(lines)

    @staticmethod
    def at_terminal() -> bool:
        """Say whether a person sits at both ends: somebody to ask, and a screen to draw on."""
        return bool(sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty())


pass_invocation = click.make_pass_decorator(Invocation, ensure=True)
"""Hands the Invocation to a command as its first argument."""


_GLOBAL: Final = "global_"
"""Begins the names of global options within click, so that no command's own parameter is called the same."""


def _told(ctx: click.Context, option: click.Parameter, value: str | bool | None) -> None:  # noqa: FBT001 - click's
    if value and option.name is not None:
        setattr(ctx.ensure_object(Invocation), option.name.removeprefix(_GLOBAL), value)


def global_options(*, first: bool) -> list[click.Parameter]:
    """Return the options every command takes; those `first` of all read the environment and show in the help."""

    def text(name: str, attribute: str, metavar: str, help_line: str) -> click.Option:
        variable = f"CXLOOP_{'USER' if name == '--as' else name.strip('-').upper()}"
        return click.Option(
            [name, _GLOBAL + attribute],
            metavar=metavar,
            envvar=variable if first else None,
            show_envvar=first,
            hidden=not first,
            expose_value=False,
            callback=_told,
            help=help_line,
        )

    return [
        text("--store", "store", "FILE|URL", "The store to work on."),
        text("--as", "person", "EMAIL", "Who I am."),
        text("--config", "config_file", "FILE", "The configuration to use."),
        click.Option(
            ["--json", f"{_GLOBAL}json"],
            is_flag=True,
            expose_value=False,
            callback=_told,
            help="Print JSON: one object, or one object a line.",
        ),
    ]


class DeskCommand(click.Command):
    """A command that takes the global options after its name too."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return its own parameters and the global ones."""
        return [*super().get_params(ctx), *global_options(first=False)]


class DeskGroup(click.Group):
    """A command of several, such as `segments list`."""

    command_class = DeskCommand

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return its own parameters and the global ones."""
        return [*super().get_params(ctx), *global_options(first=False)]
