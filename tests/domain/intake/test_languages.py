"""Headers in several languages, short and as whole sentences, by table."""

import pytest

from cxloop_tui.domain.intake import Field, match_columns
from tests.domain.intake.surveys import ALLOWED, survey_of

CELLS = {
    Field.SCORE: "3",
    Field.EMAIL: "ana@shop.example",
    Field.RESPONDENT: "c-9",
    Field.DATE: "2026-11-01",
    Field.PHONE: "+39 080 123456",
    Field.NAME: "Ana Rossi",
    Field.SEGMENT: "Süd",
    Field.TOUCHPOINT: "Delivery",
    Field.CHANNEL: "web form",
    Field.ACCOUNT: "Rossi & Co",
    Field.COMMENT: "The courier never came, twice",
}

HEADERS = {
    "en": ["How likely are you to recommend us?", "Your e-mail address", "Customer ID", "Date submitted",
           "Mobile number", "Full name", "Department", "Touchpoint", "Channel", "Company", "What is the reason?"],
    "de": ["Wie zufrieden sind Sie mit uns?", "E-Mail-Adresse", "Kundennummer", "Datum der Antwort",
           "Telefonnummer", "Name", "Filiale", "Kontaktpunkt", "Kanal", "Firma", "Warum haben Sie so geantwortet?"],
    "fr": ["Êtes-vous satisfait de nos services ?", "Courriel", "Numéro client", "Date de réponse", "Téléphone",
           "Nom du client", "Magasin", "Point de contact", "Canal", "Entreprise", "Pourquoi cette note ?"],
    "es": ["¿Qué tan satisfecho está?", "Correo electrónico", "Código de cliente", "Fecha", "Teléfono",
           "Nombre completo", "Sucursal", "Punto de contacto", "Canal", "Empresa", "¿Cuál es el motivo?"],
    "it": ["Quanto è soddisfatto del servizio?", "Posta elettronica", "Codice cliente", "Data risposta", "Cellulare",
           "Nome e cognome", "Negozio", "Punto di contatto", "Canale", "Azienda", "Perché?"],
    "pt": ["Qual a sua satisfação?", "E-mail", "Código do cliente", "Data da resposta", "Telemóvel", "Nome completo",
           "Loja", "Ponto de contato", "Canal", "Empresa", "Deixe o seu comentário"],
    "nl": ["Hoe tevreden bent u?", "E-mailadres", "Klantnummer", "Datum", "Telefoonnummer", "Naam", "Vestiging",
           "Contactpunt", "Kanaal", "Bedrijf", "Waarom?"],
    "pl": ["Jak bardzo jest Pan zadowolony?", "Adres e-mail", "Numer klienta", "Data odpowiedzi", "Telefon",
           "Imię i nazwisko", "Oddział", "Punkt styku", "Kanał", "Firma", "Dlaczego?"],
}  # fmt: skip


@pytest.mark.parametrize("language", HEADERS)
def test_every_field_is_found_in_every_language(language: str) -> None:
    survey = survey_of(HEADERS[language], list(CELLS.values()))
    found = match_columns(survey.columns, ALLOWED, {"süd": "south"})
    named = {field: HEADERS[language][place] for field, place in found.items()}
    assert named == dict(zip(CELLS, HEADERS[language], strict=True))


@pytest.mark.parametrize(
    ("header", "cells", "field"),
    [
        ("Did you open an account with us?", ["Yes", "No"], Field.ACCOUNT),
        ("May we call you about your feedback?", ["yes", "no"], Field.COMMENT),
        ("What is the name of the shop you went to?", ["Bari", "Pisa"], Field.NAME),
        ("Date of birth", ["1980-01-01", "1990-02-02"], Field.DATE),
        ("Would you recommend us?", ["Yes", "No"], Field.SCORE),
        ("Rating", ["Promoter", "Detractor"], Field.SCORE),
        ("Company response to consumer", ["Closed with explanation", "In progress"], Field.ACCOUNT),
        ("Content", ["Cloud"] * 6, Field.COMMENT),
        ("Customer ID", ["anonymous"] * 19 + ["c-1"] * 2, Field.RESPONDENT),
        ("Mobile", ["12.11.2020", "13.11.2020"], Field.PHONE),
        ("Date", ["soon", "later"], Field.DATE),
        ("Segment", ["Premium", "Basic"], Field.SEGMENT),
    ],
)
def test_values_can_speak_against_a_header(header: str, cells: list[str], field: Field) -> None:
    survey = survey_of(["NPS", header], *(["3", cell] for cell in cells))
    found = match_columns(survey.columns, ALLOWED, {"süd": "south"})
    assert found.get(field) != 1


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (["ana@shop.example", "bo@shop.example"], Field.EMAIL),
        (["+39 080 123456", "+48 22 1234567"], Field.PHONE),
        (["2026-11-01 10:00", "2026-11-02 11:00"], Field.DATE),
        (["Süd", "inbox"], Field.SEGMENT),
        (
            ["The courier never came", "I waited for two weeks in vain", "It was all very good, thank you"],
            Field.COMMENT,
        ),
    ],
)
def test_values_speak_for_themselves_under_a_header_that_says_nothing(cells: list[str], field: Field) -> None:
    survey = survey_of(["NPS", "Q7"], *(["3", cell] for cell in cells))
    assert match_columns(survey.columns, ALLOWED, {"süd": "south", "inbox": "inbox"})[field] == 1


@pytest.mark.parametrize(
    "cells",
    [["4,5/5", "2/5"], ["★★★★☆", "★☆☆☆☆"], ["Very satisfied", "Dissatisfied"], ["5 (very good)", "1 - very poor"]],
)
def test_a_score_that_says_its_scale_needs_no_header(cells: list[str]) -> None:
    survey = survey_of(["Q7"], *([cell] for cell in cells))
    assert match_columns(survey.columns, ALLOWED, {})[Field.SCORE] == 0
