"""The bytes that a terminal sends for a key."""

_PLAIN_KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "ctrl+space": "\x00",
    "backspace": "\x7f",
}
_CURSOR_KEYS = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}
_FIRST_FUNCTION_KEYS = {"f1": "P", "f2": "Q", "f3": "R", "f4": "S"}
_NUMBERED_KEYS = {
    "insert": 2,
    "delete": 3,
    "pageup": 5,
    "pagedown": 6,
    "f5": 15,
    "f6": 17,
    "f7": 18,
    "f8": 19,
    "f9": 20,
    "f10": 21,
    "f11": 23,
    "f12": 24,
}
_MODIFIERS = {"shift": 1, "alt": 2, "ctrl": 4}


def key_bytes(name: str) -> bytes:
    """Return what xterm sends for a key: one character, or a name such as `ctrl+s`, `shift+up`, `F4`, `pagedown`.

    Raises ValueError for a name that is no key.
    """
    if len(name) == 1:
        return name.encode()
    *held, key = name.lower().split("+")
    modifiers = sum(_MODIFIERS.get(modifier, 8) for modifier in held)
    if modifiers >= 8:
        raise ValueError(f"no such key: {name!r}")
    sequence = _PLAIN_KEYS.get(name.lower()) or _function_key(key, modifiers) or _character_key(key, modifiers)
    if sequence is None:
        raise ValueError(f"no such key: {name!r}")
    return sequence.encode()


def _function_key(key: str, modifiers: int) -> str | None:
    if key in _NUMBERED_KEYS:
        return f"\x1b[{_NUMBERED_KEYS[key]};{1 + modifiers}~" if modifiers else f"\x1b[{_NUMBERED_KEYS[key]}~"
    final = _CURSOR_KEYS.get(key) or _FIRST_FUNCTION_KEYS.get(key)
    if final is None:
        return None
    if modifiers:
        return f"\x1b[1;{1 + modifiers}{final}"
    return f"\x1b[{final}" if key in _CURSOR_KEYS else f"\x1bO{final}"


def _character_key(key: str, modifiers: int) -> str | None:
    if len(key) != 1:
        return None
    if modifiers == _MODIFIERS["alt"]:
        return f"\x1b{key}"
    if modifiers == _MODIFIERS["ctrl"] and "@" <= key.upper() <= "_":
        return chr(ord(key.upper()) & 0x1F)
    return None
