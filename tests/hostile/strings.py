"""The texts: our own, and those of other people's lists where these are at hand.

Ours are literals, one for each way in which text is known to reach behind the screen: sequences a terminal obeys, in
7 and 8 bits, whole and unfinished; what changes the reading order or is not seen; letters that pile up or come alone;
markup and templates of every language that might read it on the way. The lists of others lie beside the repository
in `shared/data` and are not part of it: whoever uses them says so where they are absent.
"""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from cxloop_tui.domain.legality import LINE_LENGTH
from cxloop_tui.domain.text import clean_block, is_plain_name, storable

SEVEN_BIT: Final = (
    "\x1b[2J\x1b[H",
    "\x1b[31;5mRED",
    "\x1b]0;pwned\x07",
    "\x1b]2;pwned\x1b\\",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b]52;c;?\x07",
    "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    '\x1bP$q"p\x1b\\',
    "\x1b[21t",
    "\x1b[6n",
    "\x1b[5n",
    "\x1b[c",
    "\x1b[>c",
    "\x1b]10;?\x07",
    "\x1b]11;?\x1b\\",
    "\x1b]50;?\x07",
    "\x1b]4;1;?\x07",
    "\x1b_Gi=1;AAAA\x1b\\",
    "\x1b^private\x1b\\",
    "\x1bXstring\x1b\\",
    "\x1bc",
    "\x1b[!p",
    "\x1b[?1049l",
    "\x1b[?1049h",
    "\x1b[?2004l",
    "\x1b[?2026h",
    "\x1b[?25l",
    "\x1b[?1003h",
    "\x1b[3;9r",
    "\x1b[8;10;10t",
    "\x1b[999C\x1b[999B",
    "\x1b[s\x1b[10;10H!\x1b[u",
    "\x1b7\x1b8",
    "\x1b(0lqqk\x1b(B",
    "\x1b#8",
    "\x1b]1337;File=inline=1:AAAA\x07",
    "\x1b]9;4;1;50\x07",
    "\x1b]777;notify;a;b\x07",
    "\x1b]133;A\x07",
    "\x1b[200~pasted\x1b[201~",
)
"""Sequences that begin with ESC: clear, colour, title, clipboard, link, report, mode, margin, picture, notice."""

UNFINISHED: Final = (
    "\x1b]",
    "\x1b[",
    "\x1bP",
    "\x1b_",
    "ends in \x1b",
    "[2J begins as the rest of one",
    "\x1b[38;5",
    "\x1b]0;",
)
"""What the next text on the line would complete."""

EIGHT_BIT: Final = (
    "\x9b31mred",
    "\x9b2J",
    "\x9d0;pwned\x9c",
    "\x90$q\x9c",
    "\x9fGi=1\x9c",
    "\x98string\x9c",
    "\x84\x85\x88\x8d\x8e\x8f",
    "next\x85line",
)
"""The same with the characters of C1."""

SINGLE: Final = (
    "nul\x00nul",
    "del\x7fdel",
    "bell\x07",
    "overwritten\x08\x08\x08\x08\x08here",
    "100 EUR\r5",
    "windows\r\nlines\r\nend\r\n",
    "lone\rreturns\r",
    "tab\ttab\t\ttab",
    "up\x0bdown\x0c",
    "shift\x0eout\x0fin",
    "\x01\x02\x03\x04\x05\x06\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1c\x1d\x1e\x1f",
    "one\u2028two\u2029three",
    "several\nlines\n\n\nof\ntext",
)
"""Control characters on their own."""

INVISIBLE: Final = (
    "ab\u202egnp.exe\u202c",
    "\u202dleft to right\u202c",
    "admin\u2066x\u2069",
    "\u2067rtl\u2069 \u2068first\u2069",
    "\u202aembedded\u202bboth\u202c\u202c",
    "\u200emarks\u200f \u061c",
    "unclosed \u202e",
    "zero\u200bwidth\u2060joined\ufeffbom",
    "\ufeffbegins with a mark",
    "\u200c\u200d\u200d",
    "soft\u00adhyphen",
    "\u3164\u115f\u1160\uffa0",
    "\ufff9base\ufffaruby\ufffb",
    "\u2061\u2062\u2063\u2064\u206a\u206f",
    "\U000e0001\U000e0068\U000e0069\U000e007f",
    "variation\ufe0f \ufe00 \U000e0100",
    "\U0001d173\U0001d17a musical",
    "\u180e mongolian",
)
"""What changes the order of reading, or is not seen."""

PILED_UP: Final = (
    "a" + "\u0301" * 200,
    "\u0301\u0302 comes alone",
    "line\n\u0301below",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031e\u0320\u034dA",
    "\u0e01\u0e33\u0e49\u0e49\u0e49\u0e49\u0e49",
    "\ufdfd\ufdfd",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 family",
    "\U0001f468\u200d" * 12 + "\U0001f468",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f flag",
    "\U0001f1e9\U0001f1ea\U0001f1ee flags and a half",
    "\u2764\ufe0f 1\ufe0f\u20e3 \u270d\U0001f3fd \U0001f3fd",
    "\ud800",
    "half \udfff pair \ud83d",
    "\ufffe\uffff\U0001ffff",
    "\u0378\u05ff unassigned",
    "\ue000\uf8ff private",
)
"""Marks without end or without a letter, letters without end, halves, and what is no letter at all."""

SCRIPTS: Final = (
    "p\u0430ypal.com",
    "房间很吵，空调坏了。説明書が読みにくい",
    "한국어 배송이 늦었어요",
    "החבילה הגיעה פתוחה",
    "وصل الطرد مفتوحا ١٢٣",
    "می‌خواهم نامه‌ای",
    "ক্ষ্ম ക്‍ ශ්‍රී",
    "พัสดุมาถึงช้ามาก",
    "ﬁﬂ Ⅷ ㎏ ½ ｆｕｌｌ　ｗｉｄｔｈ",
    "İıŞşß ẞ ŉ ǰ",
)
"""Ordinary words of many scripts, which must stay as they are, and look-alikes."""

MARKUP: Final = (
    "[red]x[/red]",
    "[/]x",
    "[/",
    "[/foo]",
    "foo [@click=app.quit]x[/]",
    "[@click=app.bell]x[/]",
    "[link=file:///etc/passwd]x[/link]",
    "[link='https://evil.example']x[/]",
    "[b",
    "[b]never closed",
    "\\[x]",
    "\\",
    "ends in a backslash\\",
    "[[ ]]",
    "[#888888]",
    "[$error]x",
    "[on red]x[/on red]",
    "$x ${x} $(x) `x`",
    ":skull:",
    "${jndi:ldap://evil.example/a}",
    "{{7*7}}",
    "{0} {x} {x!r:>{y}}",
    "%s %n %(x)s %",
    "<script>alert(1)</script>",
    "&lt;b&gt;",
    "# heading\n* point\n```\ncode\n```",
    "[text](javascript:alert(1))",
    '=HYPERLINK("https://evil.example","x")',
    "'; DROP TABLE tickets; --",
    '" OR 1=1 NEAR(x) *',
    "status:resolved not:owner:me sort:due",
    '"unclosed quote',
    "#1 ~k3f9 -word not: , : *",
    "../../../etc/passwd",
    "--json -h",
    "a" * 290,
    "x " * 140 + "end",
)
"""What Textual, Rich, a template, a shell, a browser, a sheet, a database or our own query language would read."""

OURS: Final = (*SEVEN_BIT, *UNFINISHED, *EIGHT_BIT, *SINGLE, *INVISIBLE, *PILED_UP, *SCRIPTS, *MARKUP)
"""All of our own."""

EMAILS: Final = (
    "o'neil+{x}@shop.example",
    "%s$1`x`@shop.example",
    "#{7*7}|x@shop.example",
    "почта@пример.рф",
    "用户@例子.example",
    "בדיקה@דוגמה.example",
    "p\u0430ypal@shop.example",
)
"""Addresses that are legal and look otherwise."""

SHARED: Final = Path(__file__).resolve().parents[3] / "shared" / "data"
"""Where other people's lists lie, if they do."""

WHY_SKIPPED: Final = "the lists of naughty strings (../shared/data) are not on this machine"


def others_are_here() -> bool:
    """Say whether the lists of others are at hand."""
    return (SHARED / "naughty" / "blns.json").exists()


def naughty() -> tuple[str, ...]:
    """Return the Big List of Naughty Strings; nothing where it is absent."""
    file = SHARED / "naughty" / "blns.json"
    return tuple(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else ()


def code_points() -> tuple[str, ...]:
    """Return every printable character of the Basic Multilingual Plane, in lines; nothing where they are absent."""
    file = SHARED / "naughty" / "utf8_codepoints_0-ffff_printable.txt"
    return tuple(file.read_bytes().decode().split("\n")) if file.exists() else ()


def terminal_streams(length: int | None = None) -> tuple[str, ...]:
    """Return what was recorded of programs that drive a terminal, or its beginning; nothing where it is absent."""
    files = sorted((SHARED / "terminal").glob("*.in"))
    return tuple(file.read_bytes().decode("utf-8", "replace")[:length] for file in files)


def others() -> tuple[str, ...]:
    """Return all of the lists of others."""
    return (*naughty(), *code_points(), *terminal_streams())


def said(text: str) -> str:
    """Return a text that a form takes: a blank one would be none at all, so a letter follows it."""
    return text if text.strip() else f"{text}x"


def kept(text: str) -> str:
    """Return a text as a store gives it back: exact, but for what neither database can hold."""
    return storable(text)[0]


def line(text: str) -> str:
    """Return as much of a text as a field of one line takes, also when every mark in it is spelled out."""
    fitting = text[:LINE_LENGTH]
    while len(clean_block(fitting)) > LINE_LENGTH:
        fitting = fitting[:-1]
    return said(fitting)


def names(texts: Iterable[str]) -> tuple[str, ...]:
    """Return those that may name a person or a segment: nothing in them has to be cleaned away."""
    return tuple(dict.fromkeys(text for text in texts if is_plain_name(text)))


def batches(texts: Iterable[str], length: int = LINE_LENGTH) -> tuple[str, ...]:
    """Return the texts in few: side by side, at most `length` characters each, where a text is no longer itself."""
    return tuple(_batches(texts, length))


def _batches(texts: Iterable[str], length: int) -> Iterator[str]:
    gathered = ""
    for text in texts:
        if gathered and len(gathered) + 1 + len(text) > length:
            yield gathered
            gathered = ""
        gathered = f"{gathered} {text}" if gathered else text
    if gathered:
        yield gathered


HARMFUL: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
"""What no line on a screen may hold: controls, separators, what turns the order of reading, what is not seen."""

OBEYED: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What JSON, which is exact otherwise, writes as an escape: a terminal obeys it, or it turns the order of reading."""
