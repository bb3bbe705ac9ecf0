"""The templates that are there from the start, in the languages they are written in.

Each says no more than is true whatever happened: who writes fills in the gaps.
"""

from collections.abc import Mapping
from typing import Final

from cxloop_tui.domain.mail.templates.template import GAP, Step, Template, Wording

WORDINGS: Final[Mapping[str, Wording]] = {
    "en": Wording(
        name="English",
        greeting="Dear {name},",
        greeting_nobody="Hello,",
        closing="Kind regards",
        opening="Hello, this is {agent}. I am calling about what you told us. Is this a good moment?",
        templates={
            Step.HEARD: Template(
                "We have your message [{number}]",
                "Thank you for telling us. Your message has arrived, and we are sorry that it went this way.\n\n"
                "We will look into it and be in touch with you.",
            ),
            Step.INTENDED: Template(
                "What we are going to do [{number}]",
                f"I have looked into what happened. This is what we are going to do: {GAP}\n\n"
                f"You will hear from me by {GAP}. If that does not suit you, please answer this letter.",
            ),
            Step.DONE: Template(
                "What we did [{number}]",
                "You told us what went wrong. This is what we have done about it: {action}\n\n"
                "If something is still not right, please answer this letter; I will read it.",
            ),
            Step.ASKED: Template(
                "What would have made it better? [{number}]",
                "Thank you for your answer. It was all right, and we would like to know what would have "
                "made it better.\n\n"
                "Is there one thing that we should do differently? Please answer this letter; I will read it.",
            ),
            Step.THANKED: Template(
                "Thank you [{number}]",
                "Thank you for telling us that you were content. I have passed it on to those who were "
                "there for you.\n\n"
                "If you like, tell others: {review}",
            ),
            Step.SURVEYED: Template(
                "Is it all right now? [{number}]",
                "We have told you what we did. One question is left: are you content with it?\n\n"
                "You can say so here: {survey}",
            ),
        },
    ),
    "de": Wording(
        name="Deutsch",
        greeting="Guten Tag {name},",
        greeting_nobody="Guten Tag,",
        closing="Freundliche Grüße",
        opening="Guten Tag, hier ist {agent}. Ich rufe wegen Ihrer Nachricht an. Passt es Ihnen gerade?",
        templates={
            Step.HEARD: Template(
                "Ihre Nachricht ist angekommen [{number}]",
                "vielen Dank für Ihre offenen Worte. Ihre Nachricht ist angekommen, und es tut uns leid, "
                "dass es so "
                "gelaufen ist.\n\n"
                "Wir gehen der Sache nach und melden uns bei Ihnen.",
            ),
            Step.INTENDED: Template(
                "Was wir vorhaben [{number}]",
                f"ich bin dem Vorfall nachgegangen. Das haben wir nun vor: {GAP}\n\n"
                f"Sie hören bis {GAP} von mir. Wenn Ihnen das nicht passt, antworten Sie bitte auf diesen Brief.",
            ),
            Step.DONE: Template(
                "Was wir getan haben [{number}]",
                "Sie haben uns gesagt, was schiefgegangen ist. Das haben wir getan: {action}\n\n"
                "Wenn etwas noch nicht stimmt, antworten Sie bitte auf diesen Brief; ich lese ihn.",
            ),
            Step.ASKED: Template(
                "Was hätte es besser gemacht? [{number}]",
                "vielen Dank für Ihre Antwort. Es war in Ordnung, und wir wüssten gern, was es besser "
                "gemacht hätte.\n\n"
                "Gibt es eine Sache, die wir anders machen sollten? Antworten Sie bitte auf diesen Brief; "
                "ich lese ihn.",
            ),
            Step.THANKED: Template(
                "Vielen Dank [{number}]",
                "vielen Dank, dass Sie uns gesagt haben, dass Sie zufrieden waren. Ich habe es an die "
                "weitergegeben, die "
                "für Sie da waren.\n\n"
                "Wenn Sie mögen, sagen Sie es anderen: {review}",
            ),
            Step.SURVEYED: Template(
                "Ist jetzt alles in Ordnung? [{number}]",
                "wir haben Ihnen gesagt, was wir getan haben. Eine Frage bleibt: Sind Sie damit zufrieden?\n\n"
                "Hier können Sie es sagen: {survey}",
            ),
        },
    ),
    "fr": Wording(
        name="Français",
        greeting="Bonjour {name},",
        greeting_nobody="Bonjour,",
        closing="Bien cordialement",
        opening="Bonjour, {agent} à l'appareil. Je vous appelle au sujet de votre message. Est-ce le bon moment ?",
        templates={
            Step.HEARD: Template(
                "Nous avons bien reçu votre message [{number}]",
                "Merci de nous en avoir parlé. Votre message nous est parvenu et nous regrettons ce qui s'est "
                "passé.\n\n"
                "Nous allons nous en occuper et nous reviendrons vers vous.",
            ),
            Step.INTENDED: Template(
                "Ce que nous allons faire [{number}]",
                f"J'ai examiné ce qui s'est passé. Voici ce que nous allons faire : {GAP}\n\n"
                f"Vous aurez de mes nouvelles d'ici le {GAP}. Si cela ne vous convient pas, répondez à ce message.",
            ),
            Step.DONE: Template(
                "Ce que nous avons fait [{number}]",
                "Vous nous avez dit ce qui n'allait pas. Voici ce que nous avons fait : {action}\n\n"
                "S'il reste un problème, répondez à ce message ; je le lirai.",
            ),
            Step.ASKED: Template(
                "Qu'est-ce qui aurait été mieux ? [{number}]",
                "Merci de votre réponse. Tout allait à peu près, et nous aimerions savoir ce qui aurait été "
                "mieux.\n\n"
                "Y a-t-il une chose que nous devrions faire autrement ? Répondez à ce message ; je le lirai.",
            ),
            Step.THANKED: Template(
                "Merci [{number}]",
                "Merci de nous avoir dit que vous étiez content. Je l'ai transmis à ceux qui se sont "
                "occupés de vous.\n\n"
                "Si vous le souhaitez, dites-le à d'autres : {review}",
            ),
            Step.SURVEYED: Template(
                "Tout va bien maintenant ? [{number}]",
                "Nous vous avons dit ce que nous avons fait. Une question reste : en êtes-vous satisfait ?\n\n"
                "Vous pouvez le dire ici : {survey}",
            ),
        },
    ),
    "es": Wording(
        name="Español",
        greeting="Hola, {name}:",
        greeting_nobody="Hola:",
        closing="Un cordial saludo",
        opening="Buenos días, soy {agent}. Le llamo por lo que nos contó. ¿Es buen momento?",
        templates={
            Step.HEARD: Template(
                "Hemos recibido su mensaje [{number}]",
                "Gracias por contárnoslo. Su mensaje nos ha llegado y lamentamos lo ocurrido.\n\n"
                "Nos ocuparemos de ello y volveremos a escribirle.",
            ),
            Step.INTENDED: Template(
                "Lo que vamos a hacer [{number}]",
                f"He revisado lo que pasó. Esto es lo que vamos a hacer: {GAP}\n\n"
                f"Tendrá noticias mías antes del {GAP}. Si no le viene bien, responda a este mensaje.",
            ),
            Step.DONE: Template(
                "Lo que hemos hecho [{number}]",
                "Nos dijo lo que había salido mal. Esto es lo que hemos hecho: {action}\n\n"
                "Si todavía hay algo que no está bien, responda a este mensaje; lo leeré.",
            ),
            Step.ASKED: Template(
                "¿Qué habría sido mejor? [{number}]",
                "Gracias por su respuesta. Todo fue más o menos bien, y nos gustaría saber qué habría sido "
                "mejor.\n\n"
                "¿Hay algo que deberíamos hacer de otra manera? Responda a este mensaje; lo leeré.",
            ),
            Step.THANKED: Template(
                "Gracias [{number}]",
                "Gracias por decirnos que quedó satisfecho. Se lo he contado a quienes le atendieron.\n\n"
                "Si quiere, cuénteselo a otros: {review}",
            ),
            Step.SURVEYED: Template(
                "¿Está todo bien ahora? [{number}]",
                "Le hemos dicho lo que hemos hecho. Queda una pregunta: ¿está satisfecho?\n\n"
                "Puede decirlo aquí: {survey}",
            ),
        },
    ),
    "it": Wording(
        name="Italiano",
        greeting="Buongiorno {name},",
        greeting_nobody="Buongiorno,",
        closing="Cordiali saluti",
        opening="Buongiorno, sono {agent}. La chiamo per il suo messaggio. È un buon momento?",
        templates={
            Step.HEARD: Template(
                "Abbiamo ricevuto il suo messaggio [{number}]",
                "grazie per avercelo detto. Il suo messaggio è arrivato e ci dispiace per l'accaduto.\n\n"
                "Ce ne occuperemo e ci faremo sentire.",
            ),
            Step.INTENDED: Template(
                "Che cosa faremo [{number}]",
                f"ho esaminato l'accaduto. Ecco che cosa faremo: {GAP}\n\n"
                f"Avrà mie notizie entro il {GAP}. Se non le va bene, risponda a questo messaggio.",
            ),
            Step.DONE: Template(
                "Che cosa abbiamo fatto [{number}]",
                "ci ha detto che cosa è andato storto. Ecco che cosa abbiamo fatto: {action}\n\n"
                "Se qualcosa non va ancora, risponda a questo messaggio; lo leggerò.",
            ),
            Step.ASKED: Template(
                "Che cosa sarebbe stato meglio? [{number}]",
                "grazie della sua risposta. È andata abbastanza bene, e vorremmo sapere che cosa sarebbe "
                "stato meglio.\n\n"
                "C'è una cosa che dovremmo fare diversamente? Risponda a questo messaggio; lo leggerò.",
            ),
            Step.THANKED: Template(
                "Grazie [{number}]",
                "grazie di averci detto che è rimasto soddisfatto. L'ho riferito a chi si è occupato di lei.\n\n"
                "Se vuole, lo dica ad altri: {review}",
            ),
            Step.SURVEYED: Template(
                "Va tutto bene adesso? [{number}]",
                "le abbiamo detto che cosa abbiamo fatto. Resta una domanda: ne è soddisfatto?\n\n"
                "Può dirlo qui: {survey}",
            ),
        },
    ),
    "pt": Wording(
        name="Português",
        greeting="Olá, {name},",
        greeting_nobody="Olá,",
        closing="Com os melhores cumprimentos",
        opening="Bom dia, fala {agent}. Ligo por causa da sua mensagem. É um bom momento?",
        templates={
            Step.HEARD: Template(
                "Recebemos a sua mensagem [{number}]",
                "Obrigado por nos ter contado. A sua mensagem chegou e lamentamos o que aconteceu.\n\n"
                "Vamos tratar do assunto e voltaremos a dar notícias.",
            ),
            Step.INTENDED: Template(
                "O que vamos fazer [{number}]",
                f"Analisei o que aconteceu. Eis o que vamos fazer: {GAP}\n\n"
                f"Terá notícias minhas até {GAP}. Se não lhe convier, responda a esta mensagem.",
            ),
            Step.DONE: Template(
                "O que fizemos [{number}]",
                "Disse-nos o que correu mal. Eis o que fizemos: {action}\n\n"
                "Se algo ainda não estiver bem, responda a esta mensagem; vou lê-la.",
            ),
            Step.ASKED: Template(
                "O que teria sido melhor? [{number}]",
                "Obrigado pela sua resposta. Correu razoavelmente, e gostaríamos de saber o que teria sido "
                "melhor.\n\n"
                "Há alguma coisa que devêssemos fazer de outra forma? Responda a esta mensagem; vou lê-la.",
            ),
            Step.THANKED: Template(
                "Obrigado [{number}]",
                "Obrigado por nos dizer que ficou satisfeito. Transmiti-o a quem o atendeu.\n\n"
                "Se quiser, conte a outros: {review}",
            ),
            Step.SURVEYED: Template(
                "Está tudo bem agora? [{number}]",
                "Dissemos-lhe o que fizemos. Falta uma pergunta: está satisfeito?\n\nPode dizê-lo aqui: {survey}",
            ),
        },
    ),
    "nl": Wording(
        name="Nederlands",
        greeting="Beste {name},",
        greeting_nobody="Goedendag,",
        closing="Met vriendelijke groet",
        opening="Goedendag, u spreekt met {agent}. Ik bel over uw bericht. Komt het gelegen?",
        templates={
            Step.HEARD: Template(
                "We hebben uw bericht ontvangen [{number}]",
                "Bedankt dat u het ons hebt laten weten. Uw bericht is aangekomen, en het spijt ons dat het zo is "
                "gegaan.\n\n"
                "We gaan ermee aan de slag en nemen contact met u op.",
            ),
            Step.INTENDED: Template(
                "Wat we gaan doen [{number}]",
                f"Ik heb uitgezocht wat er is gebeurd. Dit gaan we doen: {GAP}\n\n"
                f"U hoort uiterlijk {GAP} van me. Komt dat niet uit, beantwoord dan dit bericht.",
            ),
            Step.DONE: Template(
                "Wat we hebben gedaan [{number}]",
                "U hebt ons verteld wat er misging. Dit hebben we eraan gedaan: {action}\n\n"
                "Is er nog iets niet in orde, beantwoord dan dit bericht; ik lees het.",
            ),
            Step.ASKED: Template(
                "Wat had het beter gemaakt? [{number}]",
                "Dank u voor uw antwoord. Het ging redelijk, en we horen graag wat het beter had gemaakt.\n\n"
                "Is er één ding dat we anders moeten doen? Beantwoord dan dit bericht; ik lees het.",
            ),
            Step.THANKED: Template(
                "Dank u [{number}]",
                "Dank u dat u ons hebt laten weten dat u tevreden was. Ik heb het doorgegeven aan wie u "
                "heeft geholpen.\n\n"
                "Vertel het gerust aan anderen: {review}",
            ),
            Step.SURVEYED: Template(
                "Is alles nu in orde? [{number}]",
                "We hebben u verteld wat we hebben gedaan. Eén vraag blijft over: bent u er tevreden mee?\n\n"
                "U kunt het hier zeggen: {survey}",
            ),
        },
    ),
    "pl": Wording(
        name="Polski",
        greeting="Dzień dobry,",
        greeting_nobody="Dzień dobry,",
        closing="Z poważaniem",
        opening="Dzień dobry, mówi {agent}. Dzwonię w sprawie Państwa wiadomości. Czy to dobry moment?",
        templates={
            Step.HEARD: Template(
                "Otrzymaliśmy Państwa wiadomość [{number}]",
                "dziękujemy za tę wiadomość. Dotarła do nas i przykro nam, że tak się stało.\n\n"
                "Zajmiemy się tą sprawą i odezwiemy się ponownie.",
            ),
            Step.INTENDED: Template(
                "Co zamierzamy zrobić [{number}]",
                f"sprawa została sprawdzona. Oto, co zamierzamy zrobić: {GAP}\n\n"
                f"Odezwę się najpóźniej {GAP}. Jeśli ten termin nie odpowiada, proszę odpowiedzieć na tę wiadomość.",
            ),
            Step.DONE: Template(
                "Co zrobiliśmy [{number}]",
                "wiemy od Państwa, co poszło nie tak. Oto, co zrobiliśmy: {action}\n\n"
                "Jeśli coś nadal jest nie tak, proszę odpowiedzieć na tę wiadomość; przeczytam ją.",
            ),
            Step.ASKED: Template(
                "Co byłoby lepsze? [{number}]",
                "dziękujemy za odpowiedź. Było w porządku, a my chcielibyśmy wiedzieć, co byłoby lepsze.\n\n"
                "Czy jest coś, co powinniśmy robić inaczej? Proszę odpowiedzieć na tę wiadomość; przeczytam ją.",
            ),
            Step.THANKED: Template(
                "Dziękujemy [{number}]",
                "dziękujemy za wiadomość, że są Państwo zadowoleni. Przekazaliśmy ją tym, którzy się "
                "Państwem zajmowali.\n\n"
                "Jeśli mają Państwo ochotę, proszę opowiedzieć o tym innym: {review}",
            ),
            Step.SURVEYED: Template(
                "Czy teraz wszystko jest w porządku? [{number}]",
                "napisaliśmy Państwu, co zrobiliśmy. Zostało jedno pytanie: czy są Państwo zadowoleni?\n\n"
                "Można odpowiedzieć tutaj: {survey}",
            ),
        },
    ),
}
"""By language, as ISO 639-1 has it."""
