"""Where a store is: a file on this machine, or a database on a PostgreSQL server."""

from pathlib import Path
from typing import Final, TypeAlias

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.frozen import frozen

_SCHEMES: Final = ("postgresql+psycopg", "postgresql", "postgres")
_FORM: Final = "postgresql+psycopg://USER@HOST/DATABASE"


@frozen
class Database:
    """A database on a PostgreSQL server. Its text is its address without the password."""

    url: str
    """What the driver is told, the password included: never to be shown."""
    shown: str
    has_password: bool

    def __str__(self) -> str:
        return self.shown

    def __repr__(self) -> str:
        return f"Database({self.shown!r})"


StoreAddress: TypeAlias = Path | Database


def address_of(text: str) -> StoreAddress:
    """Read the address of a store. Raises Unusable, without repeating what may hold a password."""
    scheme, mark, rest = text.partition("://")
    if not mark:
        return Path(text).expanduser()
    if scheme not in _SCHEMES:
        raise Unusable(f"a store is a file or a database, {_FORM}; it cannot be at {scheme}://")
    return _database(f"postgresql://{rest}")


def _database(url: str) -> Database:
    from urllib.parse import urlsplit  # noqa: PLC0415 - who works on a file starts without

    try:
        parts = urlsplit(url)
        place = (parts.hostname or "") + ("" if parts.port is None else f":{parts.port}")
    except ValueError:
        raise Unusable(f"the address of the store cannot be read: write {_FORM}") from None
    who = f"{parts.username}@" if parts.username else ""
    options = parts.query.split("&") if parts.query else []
    plain = [option for option in options if "password" not in option]
    shown = f"postgresql://{who}{place}{parts.path}" + (f"?{'&'.join(plain)}" if plain else "")
    return Database(url, shown, has_password=parts.password is not None or len(plain) < len(options))
