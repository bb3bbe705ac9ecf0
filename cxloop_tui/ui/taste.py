"""What of the configuration the desk can follow: the rest is told, and the default takes its place."""

from collections.abc import Collection

from textual.theme import BUILTIN_THEMES

from cxloop_tui.config import Config, Mistake, meant
from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.text import clean_line
from cxloop_tui.ui.keymap import KeyNames, checked
from cxloop_tui.ui.render.looks import ASCII_SIGNS, SIGNS
from cxloop_tui.ui.render.row import COLUMN_NAMES
from cxloop_tui.ui.themes import THEMES


@frozen
class Taste:
    """Theme and keys as they are used, and what was wrong with those asked for."""

    theme: str | None
    """The name of a theme that there is; None for the program's own."""
    keys: KeyNames
    columns: tuple[str, ...]
    """The columns of the list that there are; empty for those that fit."""
    problems: tuple[str, ...]
    """A sentence for each mistake: file and line, what is wrong, what to do."""


def theme_names() -> frozenset[str]:
    """Return the names a configuration may use: our own themes and those that come with Textual."""
    return frozenset({*(theme.name for theme in THEMES), *BUILTIN_THEMES})


def taste_of(config: Config) -> Taste:
    """Return what of a configuration can be followed."""
    theme, wrong_theme = _theme(config, theme_names())
    keys, wrong_keys = checked(config.keys, config.lines)
    columns, wrong_columns = _columns(config)
    mistakes = [*config.mistakes, *wrong_theme, *wrong_keys, *wrong_columns]
    mistakes = sorted(mistakes, key=lambda mistake: mistake.line or 0)
    problems = tuple(clean_line(config.told(mistake)) for mistake in mistakes)
    return Taste(theme, KeyNames(keys, ASCII_SIGNS if config.ascii else SIGNS), columns, problems)


def _columns(config: Config) -> tuple[tuple[str, ...], list[Mistake]]:
    known = [name for name in config.columns if name in COLUMN_NAMES]
    wrong = [
        Mistake(config.lines.get("columns"), f"there is no column {name!r}{meant(name, COLUMN_NAMES)}")
        for name in config.columns
        if name not in COLUMN_NAMES
    ]
    return tuple(known), wrong


def _theme(config: Config, known: Collection[str]) -> tuple[str | None, list[Mistake]]:
    if config.theme is None or config.theme in known:
        return config.theme, []
    said = f"there is no theme {config.theme!r}{meant(config.theme, known) or '; docs/configuration.md lists them'}"
    return None, [Mistake(config.lines.get("theme"), said)]
