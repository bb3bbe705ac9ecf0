"""What headers call each field, in en de fr es it pt nl pl; whole sentences are searched for the same words."""

from typing import Final

from cxloop_tui.domain.intake.asked import Field

_TABLE: Final[dict[Field, dict[int, str]]] = {
    Field.SCORE: {
        5: "nps, csat, ces",
        4: "score, stars, star, rating, satisf*, recommend*, effort, zufrieden*, weiterempf*, empfehl*, bewertung,"
        " sterne, recommand*, etoile*, notation, recomend*, recomien*, puntuacion, puntaje, calificacion, valoracion,"
        " estrella*, consigli*, raccomand*, soddisf*, punteggio, voto, valutazione, stelle, pontuacao, avaliacao,"
        " estrela*, aanbevel*, tevreden*, beoordeling, rapportcijfer, sterren, polec*, zadowol*, satysfakcj*, ocena,"
        " gwiazdk*",
        3: "rate, likely, wahrscheinlich*, probabilite, probable, probabilidad, probabilita, waarschijnlijk*,"
        " prawdopodob*, easy, einfach, facile, facil, makkelijk, latwo, aufwand, esfuerzo, esforco, sforzo, moeite",
        2: "grade, note, nota, schulnote, cijfer, punkte",
        1: "answer, antwort, reponse, respuesta, risposta, resposta, antwoord, odpowiedz",
    },
    Field.BAND: {},
    Field.EMAIL: {
        4: "email, courriel, correo electronico, posta elettronica, adres email, emailadres",
        2: "mail, correo, mailadresse",
    },
    Field.RESPONSE: {
        5: "response id, antwort id, id de respuesta, id reponse, id risposta, id da resposta",
        4: "answer id, feedback id, submission id, review id, comment id, complaint id, antwoord id, id odpowiedzi",
        3: "=id",
    },
    Field.RESPONDENT: {
        5: "respondent id, customer id, kundennummer, kundennr, kunden id, id client, numero client, id cliente,"
        " numero cliente, codigo cliente, codice cliente, klantnummer, klant id, nr klienta, numer klienta,"
        " id klienta, customer number",
        4: "client id, participant id, contact id, member id, teilnehmer id, id participant, id contacto",
        3: "user id, respondent, caller id, customer no, client no",
    },
    Field.DATE: {
        5: "response date, recorded date, submit date, customer response date, survey date, antwortdatum,"
        " date reponse, fecha respuesta, data risposta, data resposta, datum antwoord, data odpowiedzi",
        4: "submitted, submitted at, submit time, end date, completed, answered, ausgefullt, abgeschickt",
        3: "timestamp, zeitstempel, horodateur, date, datum, fecha, data, start date, opened, received,"
        " marca temporal, informazioni cronologiche, carimbo, tijdstempel, sygnatura czasowa",
        2: "created, erstellt, cree, creado, creato, criado, opened at, aangemaakt, utworzono",
        1: "time, zeit, heure, hora, ora, tijd, czas, tempo, epoch, millis, updated",
    },
    Field.PHONE: {
        4: "phone, mobile, telephone, msisdn, telefon, telefonnummer, handy, mobil, mobilnummer, rufnummer, telefono,"
        " cellulare, celular, movil, telefone, telemovel, telefoon, telefoonnummer, mobiel, komorka, whatsapp, gsm",
        2: "tel, portable",
    },
    Field.NAME: {
        5: "=customer name, =respondent name, =kundenname, =name des kunden, =nom du client, =nombre del cliente,"
        " =nome cliente, =nome do cliente, =naam klant, =klantnaam, =imie i nazwisko",
        4: "=contact name, =client name, =full name, =your name, =name, =nom, =nombre, =nome, =naam, =nom complet,"
        " =nombre completo, =nome completo, =nome e cognome, =nombre y apellidos, =vor und nachname,"
        " =vollstandiger name, =volledige naam, =nom et prenom, =ihr name, =votre nom, =su nombre",
        3: "=customer, =kunde, =client, =cliente, =klant, =klient",
        2: "=first name, =vorname, =prenom, =voornaam, =imie",
    },
    Field.SEGMENT: {
        5: "segment, segmento",
        4: "department, abteilung, departement, departamento, reparto, dipartimento, afdeling, dzial",
        3: "region, branch, store, team, filiale, standort, niederlassung, agence, magasin, sucursal, tienda, equipo,"
        " negozio, sede, squadra, loja, filial, vestiging, winkel, oddzial, sklep, zespol, equipe, regione, regio",
        2: "location, lieu, ubicacion, locatie",
    },
    Field.TOUCHPOINT: {
        5: "touchpoint, kontaktpunkt, point de contact, punto de contacto, punto di contatto, ponto de contato,"
        " contactpunt, punkt styku",
        4: "journey, parcours",
        3: "stage, survey type, survey sub type, service type, etappe, etape, etapa, fase, etap",
        2: "session, event, topic",
    },
    Field.CHANNEL: {
        5: "channel, kanal, canal, canale, kanaal",
        4: "submitted via, contact type, survey channel, response channel",
        2: "medium",
    },
    Field.ACCOUNT: {
        5: "=account, =company, =account name, =company name, =organisation, =organization, =firma, =unternehmen,"
        " =entreprise, =societe, =empresa, =azienda, =societa, =bedrijf, =organisatie",
        4: "account, company, organisation, organization",
    },
    Field.COMMENT: {
        5: "verbatim, verbatims, freitext, open answer, narrative",
        4: "comment, comments, feedback, kommentar*, anmerkung*, ruckmeldung, commentaire*, remarque*, comentario*,"
        " commento, commenti, opmerking*, toelichting, komentarz*, uwagi",
        3: "text, review, remark, remarks, reason, why, opinion, suggestion*, complaint, grund, begrundung, warum,"
        " verbesser*, meinung, pourquoi, raison, avis, ameliorer, motivo, razon, porque, sugerencia*, observaciones,"
        " perche, opinione, suggeriment*, recensione, migliorare, opiniao, sugest*, descricao, descripcion, waarom,"
        " verbeteren, reactie, opinia, dlaczego, powod, sugesti*",
        2: "message, answer, improve, description, beschreibung, antwort, content, body, nachricht, mensaje,"
        " messaggio, reponse, respuesta, risposta, resposta, antwoord, mejorar, melhorar, reden",
    },
}
"""Field, weight, phrases: all words of a phrase stand in the header, with `=` no others; `*` ends a stem."""

SAYS: Final[dict[Field, dict[str, int]]] = {
    field: {phrase.strip(): weight for weight, phrases in table.items() for phrase in phrases.split(",")}
    for field, table in _TABLE.items()
}
"""How strongly which words of a header speak for a field."""

LABELS: Final = frozenset(
    {Field.NAME, Field.ACCOUNT, Field.TOUCHPOINT, Field.CHANNEL, Field.SEGMENT, Field.RESPONSE, Field.RESPONDENT}
)
"""Fields that have a name and are not asked for in a sentence."""

LABEL_WORDS: Final = 4
"""The most words of the header of such a field; a longer one is a question about it."""

STAFF: Final = frozenset(
    {"agent", "developer", "staff", "owner", "manager", "employee", "operator", "reply", "mitarbeiter", "bearbeiter",
     "conseiller", "agente", "operatore", "operador", "medewerker", "konsultant", "resource", "resolver"}
)  # fmt: skip
"""Words of columns about our side of the conversation: never the customer's."""

AGAINST: Final[dict[Field, frozenset[str]]] = {
    Field.SCORE: frozenset(
        {"id", "date", "datum", "sentiment", "question", "count", "average", "previous", "mean", "durchschnitt",
         "moyenne", "promedio", "media"}
    ),
    Field.RESPONDENT: frozenset({"name", "nom", "nombre", "nome", "naam"}),
    Field.ACCOUNT: frozenset({"id", "response", "type"}),
    Field.DATE: frozenset({"birth", "geburt", "geburtsdatum", "naissance", "nacimiento", "nascita", "nascimento",
                           "geboortedatum", "urodzenia", "birthday", "dob", "due", "invited", "invitation"}),
    Field.COMMENT: frozenset(
        {"id", "date", "time", "sentiment", "question", "link", "url", "title", "type", "count", "length", "language",
         "company", "consent"}
    ),
}  # fmt: skip
"""Words of a header that speak against a field, whatever else it says."""
