"""Where this program keeps things: the store, the configuration, its own state, and the style files it came with."""

from pathlib import Path
from typing import Final

_NAME: Final = "cxloop"


def default_store() -> Path:
    """Return the store file used when none is named: `desk.db` in the platform's directory for user data."""
    from platformdirs import user_data_path  # noqa: PLC0415 - help and version do without

    return user_data_path(_NAME, appauthor=False) / "desk.db"


def default_config() -> Path:
    """Return the configuration file used when none is named; it need not exist."""
    from platformdirs import user_config_path  # noqa: PLC0415 - help and version do without

    return user_config_path(_NAME, appauthor=False) / "config.toml"


def state_dir() -> Path:
    """Return the directory for what the program notes about itself, such as reports of its own errors."""
    from platformdirs import user_state_path  # noqa: PLC0415 - help and version do without

    return user_state_path(_NAME, appauthor=False)


def clipboard_file() -> Path:
    """Return the file that holds what was copied, for when no other program got it."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - help and version do without

    return user_cache_path(_NAME, appauthor=False) / "clipboard"


def styles_dir() -> Path:
    """Return the directory of the style files: inside an installed package, at the top of a checkout."""
    package = Path(__file__).parent
    packaged = package / "styles"
    return packaged if packaged.is_dir() else package.parent / "styles"


def style_files() -> list[Path]:
    """Return the style files in the order in which they are read."""
    return sorted(styles_dir().glob("*.tcss"))
