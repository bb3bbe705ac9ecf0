"""Keys as a terminal sends them to an app under test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unicodedata import lookup

from textual.events import Key
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key

if TYPE_CHECKING:
    from textual.app import App


def send_key(app: App[Any], name: str) -> None:
    """Send a key as the pilot does, who then waits a good while for the machine to be idle; the caller waits."""
    key = name if len(name) > 1 or name.isalnum() else _character_to_key(name)
    try:
        character: str | None = lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key)))
    except KeyError:
        character = key if len(key) == 1 else None
    event = Key(key, character)
    event.set_sender(app)
    assert app._driver is not None
    app._driver.send_message(event)
