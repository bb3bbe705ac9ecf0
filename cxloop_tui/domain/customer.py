"""Who a customer is beyond their name: the business account an e-mail address speaks for."""

from typing import Final

FREE_MAIL: Final = frozenset({
    "126.com", "163.com", "aol.com", "freenet.de", "free.fr", "fastmail.com", "gmail.com", "gmx.at", "gmx.ch",
    "gmx.de", "gmx.net", "googlemail.com", "hey.com", "hotmail.com", "hotmail.fr", "hotmail.it", "icloud.com",
    "interia.pl", "laposte.net", "libero.it", "live.com", "mac.com", "mail.com", "mail.ru", "me.com", "msn.com",
    "naver.com", "o2.pl", "onet.pl", "orange.fr", "outlook.com", "pm.me", "proton.me", "protonmail.com",
    "qq.com", "rediffmail.com", "seznam.cz", "t-online.de", "tiscali.it", "uol.com.br", "virgilio.it",
    "wanadoo.fr", "web.de", "wp.pl", "yahoo.co.jp", "yahoo.co.uk", "yahoo.com", "yahoo.de", "yahoo.fr",
    "yahoo.it", "yandex.ru", "ymail.com", "zoho.com",
})  # fmt: skip
"""Domains that anybody can have an address at: they say nothing of where somebody works."""


def account_of(email: str) -> str | None:
    """Return the account an address speaks for: its domain, unless that is a free-mail one."""
    domain = email.rpartition("@")[2]
    return None if not domain or domain in FREE_MAIL else domain


def customer_key(email: str | None, phone: str | None, respondent: str | None) -> str | None:
    """Return what tells one customer from another: e-mail, else telephone, else the survey's respondent id."""
    for sign, name in (("@", email), ("+", phone), ("#", respondent)):
        if name:
            return f"{sign}{name}"
    return None
