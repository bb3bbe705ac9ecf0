"""The languages the demo's customers write, one file each."""

from typing import Final

from cxloop_tui.services.demo.languages.arabic import ARABIC
from cxloop_tui.services.demo.languages.chinese import CHINESE
from cxloop_tui.services.demo.languages.english import ENGLISH
from cxloop_tui.services.demo.languages.french import FRENCH
from cxloop_tui.services.demo.languages.german import GERMAN
from cxloop_tui.services.demo.languages.greek import GREEK
from cxloop_tui.services.demo.languages.hebrew import HEBREW
from cxloop_tui.services.demo.languages.hindi import HINDI
from cxloop_tui.services.demo.languages.italian import ITALIAN
from cxloop_tui.services.demo.languages.japanese import JAPANESE
from cxloop_tui.services.demo.languages.korean import KOREAN
from cxloop_tui.services.demo.languages.polish import POLISH
from cxloop_tui.services.demo.languages.portuguese import PORTUGUESE
from cxloop_tui.services.demo.languages.spanish import SPANISH
from cxloop_tui.services.demo.languages.thai import THAI
from cxloop_tui.services.demo.languages.turkish import TURKISH

LANGUAGES: Final = (
    ENGLISH, GERMAN, FRENCH, SPANISH, PORTUGUESE, ITALIAN, POLISH, JAPANESE, CHINESE, KOREAN, ARABIC, TURKISH, GREEK,
    HEBREW, THAI, HINDI,
)  # fmt: skip
"""Every language, the most frequent first."""
