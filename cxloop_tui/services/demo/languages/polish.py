"""Polish."""

from typing import Final

from cxloop_tui.services.demo.languages.language import Language, Theme

POLISH: Final = Language(
    name="Polish",
    weight=6,
    given=(
        "Agnieszka", "Błażej", "Celina", "Dawid", "Elżbieta", "Filip", "Grażyna", "Hubert", "Jacek", "Kinga", "Łucja",
        "Małgorzata", "Paweł", "Rafał", "Stanisław", "Żaneta",
    ),
    family=(
        "Bąk", "Cieślak", "Dąbek", "Fijałek", "Gołąb", "Jabłoń", "Kaczmarek", "Łuczak", "Mróz", "Nowak", "Pawlak",
        "Rutkiewicz", "Sęk", "Tkacz", "Wójcik", "Żak",
    ),
    phone="+48 58 000 0###",
    mail_domains=("example.net", "skrzynka.example", "poczta-morska.example"),
    money="{} zł",
    money_scale=4,
    openings=(
        "Robimy u was zakupy od lat.",
        "To już drugi raz.",
        "Krótko:",
        "Zwykle jest dobrze, tym razem nie.",
        "Wielkie rozczarowanie.",
    ),
    problems={
        Theme.LATE: (
            "Zamówienie {order} spóźnia się już {days} dni.",
            "Kurier napisał, że nikogo nie było, a cały dzień ktoś był w domu.",
            "Termin dostawy zmienił się {times} razy.",
        ),
        Theme.BROKEN: (
            "Paczka uszkodzona, a {item} w kawałkach.",
            "Brakuje śrub, a instrukcja jest do innego modelu.",
            "Po {days} dniach przestało działać.",
        ),
        Theme.RUDE: (
            "Sprzedawca śmiał się, gdy padło pytanie o paragon.",
            "Wasz pracownik rzucił słuchawką.",
            "W sklepie nikt nic nie wie o {item} i nikogo to nie obchodzi.",
        ),
        Theme.BILLED: (
            "Pobraliście {amount} dwa razy za {order}.",
            "Zwrotu {amount} nie ma od {days} dni.",
            "Faktura nie zgadza się z ofertą.",
        ),
        Theme.IGNORED: (
            "Dzwonię {times} razy i nikt nie oddzwania.",
            "Pół godziny muzyki, a potem cisza.",
            "Na każdy mail odpowiada automat.",
        ),
        Theme.WEB: (
            "Aplikacja wylogowuje w środku płatności.",
            "Na stronie jest „dostępny”, w potwierdzeniu już nie.",
            "Nie da się zmienić adresu zamówienia {order}.",
        ),
    },
    consequences=(
        "To miał być prezent.",
        "Trzeba było kupić gdzie indziej.",
        "Cały dzień urlopu stracony.",
        "Goście siedzieli na podłodze.",
        "Tak się nie robi.",
    ),
    closings=(
        "Proszę o telefon.",
        "Proszę oddać pieniądze.",
        "I co teraz?",
        "Czekam na odpowiedź do piątku.",
    ),
)  # fmt: skip
