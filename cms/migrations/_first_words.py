"""What the pages at the foot of a new site say until an editor writes something better.

{slug: {language: (title, text)}}; in a text, "## " begins a heading and "{body}" is the name of the public body.
Nothing here may be untrue of a site nobody has touched.
"""

HOME = {
    "en": (
        "Tell us what should change. We tell you what did.",
        "Every contribution gets a receipt, a theme and an answer you can hold us to.",
    ),
    "fr": (
        "Dites-nous ce qui doit changer. Nous vous dirons ce qui a changé.",
        "Chaque contribution reçoit un reçu, un thème et une réponse dont vous pouvez nous demander compte.",
    ),
}
LIST = {"en": "Consultations", "fr": "Consultations"}

PAGES = {
    "accessibility": {
        "en": (
            "Accessibility statement",
            [
                "This site is built to meet the Web Content Accessibility Guidelines 2.2 at level AA. Every page works "
                "with a keyboard, with a screen reader, at 400% zoom and without scripts.",
                "Charts have the same numbers in a table below them. Nothing moves while you write.",
                "## What was not checked",
                "Programs look for barriers each time the software changes. Nobody outside the team that makes it has "
                "audited it, and {body} has not yet said here what it checked itself.",
                "## If something is in your way",
                "Tell {body}. The page “Contact by phone or post”, at the foot of every page, says how.",
            ],
        ),
        "fr": (
            "Déclaration d’accessibilité",
            [
                "Ce site est construit pour respecter les règles d’accessibilité WCAG 2.2 au niveau AA. Chaque page "
                "fonctionne au clavier, avec un lecteur d’écran, agrandie à 400\u00a0% et sans scripts.",
                "Sous chaque graphique, un tableau donne les mêmes nombres. Rien ne bouge pendant que vous écrivez.",
                "## Ce qui n’a pas été contrôlé",
                "Des programmes cherchent les obstacles à chaque changement du logiciel. Personne hors de l’équipe qui "
                "le fait ne l’a contrôlé, et {body} n’a pas encore dit ici ce qui a été vérifié.",
                "## Si quelque chose vous gêne",
                "Dites-le à l’organisme responsable\u00a0: {body}. La page «\u00a0Contact par téléphone ou "
                "courrier\u00a0», au bas de chaque page, dit comment.",
            ],
        ),
    },
    "privacy": {
        "en": (
            "Privacy and your data",
            [
                "{body} runs this site and answers for what it keeps. Your words stay in this site’s own database. "
                "No page asks another company for anything.",
                "## What is kept",
                "Proposals and comments are public, under the public name you choose. Votes are counted. Nobody is "
                "shown how you voted.",
                "Answers to a questionnaire are only shown if you say so. Otherwise they are counted, and only the "
                "team of that consultation reads them.",
                "With an account, your e-mail address is kept. It is never public. You need no account to read. The "
                "browsers you signed in with are listed for you, without their network address, and what you began "
                "to write is kept for up to 90 days.",
                "With a code from a leaflet we know that it was used, not by whom.",
                "Cookies keep you signed in for two weeks, or let this device know again what you sent. One keeps the "
                "order of your lists for 30 days, and one guards forms. None is for advertising.",
                "So that nobody floods the site, what is sent from one network address is counted for up to two days.",
                "## For how long",
                "What you sent stays part of the record of its consultation. You can take it back at any time: your "
                "words go, the counts stay. Under “My account” you can delete your account, and choose whether your "
                "words stay without your name.",
                "{body} has not yet said here how long accounts and records are kept after a consultation.",
                "## Who to ask",
                "Ask {body} what it knows about you, or to erase it. The page “Contact by phone or post”, at the foot "
                "of every page, says how.",
            ],
        ),
        "fr": (
            "Vie privée et données",
            [
                "Responsable de ce site et de ce qu’il conserve\u00a0: {body}. Vos mots restent dans la base de données "
                "du site. Aucune page ne s’adresse à une autre entreprise.",
                "## Ce qui est conservé",
                "Les propositions et les commentaires sont publics, sous le nom public que vous choisissez. Les votes "
                "sont comptés. Personne ne voit comment vous avez voté.",
                "Les réponses à un questionnaire ne sont montrées que si vous l’acceptez. Sinon elles sont comptées, "
                "et seule l’équipe de cette consultation les lit.",
                "Avec un compte, votre adresse e-mail est conservée. Elle n’est jamais publique. Il ne faut pas de "
                "compte pour lire. Les navigateurs avec lesquels vous vous êtes connecté sont listés pour vous, sans "
                "leur adresse réseau, et ce que vous avez commencé à écrire est gardé jusqu’à 90\u00a0jours.",
                "D’un code reçu sur un dépliant, nous savons qu’il a servi, pas à qui.",
                "Des cookies gardent votre connexion pendant deux semaines, ou font reconnaître à cet appareil ce que "
                "vous avez envoyé. L’un garde l’ordre de vos listes pendant 30\u00a0jours, un autre protège les "
                "formulaires. Aucun ne sert à la publicité.",
                "Pour que personne n’inonde le site, ce qui vient d’une même adresse réseau est compté, deux jours au "
                "plus.",
                "## Combien de temps",
                "Ce que vous avez envoyé reste au dossier de sa consultation. Vous pouvez le retirer à tout "
                "moment\u00a0: vos mots partent, les totaux restent. Sous «\u00a0Mon compte\u00a0», vous pouvez "
                "supprimer votre compte et choisir si vos mots restent sans votre nom.",
                "{body} n’a pas encore dit ici combien de temps les comptes et les dossiers sont gardés après une "
                "consultation.",
                "## À qui s’adresser",
                "Pour savoir ce qui est conservé sur vous ou le faire effacer, adressez-vous à l’organisme "
                "responsable\u00a0: {body}. La page «\u00a0Contact par téléphone ou courrier\u00a0», au bas de chaque "
                "page, dit comment.",
            ],
        ),
    },
    "house-rules": {
        "en": (
            "House rules",
            [
                "Each consultation has short rules of its own. They stand above the box in which you write, and every "
                "decision of a moderator cites one of them.",
                "Talk about the proposal, not the person. Strong words about a plan are fine. Insults to people or "
                "groups are not.",
                "Say what you know or have seen. If you heard it from someone else, say that too.",
                "Leave out names, addresses, phone numbers and number plates. This includes your own.",
                "Keep to the subject, and say it once.",
                "If a moderator hides or shortens what you wrote, you are told why. You can ask for a second look, "
                "and somebody else decides.",
            ],
        ),
        "fr": (
            "Règles de discussion",
            [
                "Chaque consultation a ses propres règles, courtes. Elles sont affichées au-dessus du champ où vous "
                "écrivez, et chaque décision de modération en cite une.",
                "Parlez de la proposition, pas de la personne. Vous pouvez être dur avec un projet. Pas d’insultes "
                "envers une personne ou un groupe.",
                "Dites ce que vous savez ou avez vu. Si on vous l’a raconté, dites-le aussi.",
                "Pas de noms, d’adresses, de téléphones ni de plaques. Les vôtres non plus.",
                "Restez dans le sujet, et dites-le une fois.",
                "Si votre texte est masqué ou raccourci, vous en apprenez la raison. Vous pouvez demander un second "
                "avis, donné par quelqu’un d’autre.",
            ],
        ),
    },
    "open-data": {
        "en": (
            "Open data",
            [
                "Every published report can be downloaded as CSV and JSON, from the foot of the report. The files hold "
                "the counts, the themes and the texts that may be shown.",
                "Programs can read what everyone can read at /api/v1/. Its description is at /api/v1/openapi.json.",
                "No file holds e-mail addresses or answers about the person. Groups so small that somebody in them "
                "could be known have no number of their own.",
            ],
        ),
        "fr": (
            "Données ouvertes",
            [
                "Chaque rapport publié se télécharge en CSV et en JSON, au bas du rapport. Les fichiers contiennent les "
                "totaux, les thèmes et les textes qui peuvent être montrés.",
                "Les programmes lisent ce que tout le monde peut lire sous /api/v1/. La description est sous "
                "/api/v1/openapi.json.",
                "Aucun fichier ne contient d’adresse e-mail ni de réponse sur la personne. Un groupe si petit qu’on y "
                "reconnaîtrait quelqu’un n’a pas de nombre à lui.",
            ],
        ),
    },
    "contact": {
        "en": (
            "Contact by phone or post",
            [
                "{body} has not yet said here how to reach it.",
                "## For editors",
                "Sign in, open this page under Pages, and write down a phone number with its hours, an address, and "
                "where paper forms are. Then publish it.",
            ],
        ),
        "fr": (
            "Contact par téléphone ou courrier",
            [
                "{body} n’a pas encore dit ici comment se faire joindre.",
                "## Pour la rédaction",
                "Connectez-vous, ouvrez cette page sous Pages, et notez un numéro de téléphone avec ses heures, une "
                "adresse, et où trouver les formulaires papier. Puis publiez-la.",
            ],
        ),
    },
}
