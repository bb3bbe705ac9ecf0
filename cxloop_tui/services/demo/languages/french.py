"""French."""

from typing import Final

from cxloop_tui.services.demo.languages.language import Language, Theme

FRENCH: Final = Language(
    name="French",
    weight=9,
    given=(
        "Agnès", "Baptiste", "Camille", "Delphine", "Éloïse", "François", "Gaëlle", "Hugo", "Inès", "Jérôme", "Léa",
        "Mathis", "Noémie", "Olivier", "Solène", "Théo",
    ),
    family=(
        "Aubert", "Besson", "Chevalier", "Dufour", "Étienne", "Faure", "Garnier", "Hébert", "Joly", "Lefèvre",
        "Moreau", "Noël", "Perrin", "Roussel", "Tessier", "Vidal",
    ),
    phone="+33 1 99 00 ## ##",
    mail_domains=("example.com", "laposte-bleue.example", "courrier.example"),
    money="{} €",
    openings=(
        "Je suis chez vous depuis des années.",
        "Franchement, quelle déception.",
        "C'est la deuxième fois cette année.",
        "Je réponds à votre enquête puisque vous demandez.",
        "D'habitude tout va bien.",
        "En bref : c'est non.",
    ),
    problems={
        Theme.LATE: (
            "Livraison annoncée lundi, et {days} jours plus tard toujours rien.",
            "La commande {order} est « en cours d'acheminement » depuis {days} jours.",
            "Le livreur n'a jamais sonné, pourtant il a noté « absent ».",
            "La date a changé {times} fois sans explication.",
        ),
        Theme.BROKEN: (
            "Le modèle {item} est arrivé fendu.",
            "Il manque des vis et la notice parle d'un autre modèle.",
            "L'appareil s'est arrêté au bout de {days} jours.",
            "Ce n'est pas la couleur commandée, et c'est visiblement un retour.",
        ),
        Theme.RUDE: (
            "Le vendeur a levé les yeux au ciel quand j'ai parlé de {item}.",
            "On m'a raccroché au nez.",
            "À la caisse, personne ne dit bonjour et personne ne sait rien.",
            "On m'a fait comprendre que je dérangeais.",
        ),
        Theme.BILLED: (
            "Vous avez prélevé {amount} deux fois pour {order}.",
            "J'attends un remboursement de {amount} depuis {days} jours.",
            "La facture ne correspond pas au devis.",
            "Mon bon d'achat a disparu sans être déduit.",
        ),
        Theme.IGNORED: (
            "J'ai appelé {times} fois, personne ne rappelle.",
            "Quarante minutes d'attente puis la ligne coupe.",
            "Vos réponses automatiques ne répondent à rien.",
            "À chaque appel il faut tout raconter depuis le début.",
        ),
        Theme.WEB: (
            "L'application me déconnecte au moment de payer.",
            "Le site dit « en stock », la confirmation dit le contraire.",
            "Impossible de changer l'adresse de la commande {order}.",
            "La page du paiement affiche une erreur depuis {days} jours.",
        ),
    },
    consequences=(
        "C'était un cadeau d'anniversaire.",
        "J'ai dû acheter ailleurs.",
        "J'ai perdu une journée entière.",
        "Nous avions du monde samedi.",
        "Mon café n'a pas pu ouvrir.",
    ),
    closings=(
        "Merci de m'appeler.",
        "Je veux mon argent, point.",
        "Que comptez-vous faire ?",
        "J'attends une réponse cette semaine.",
        "Sinon je ferme mon compte.",
    ),
)  # fmt: skip
