"""Short help on subjects, and which of it fits a page or what somebody types.

The words to look for are parts of German and English words as people type them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from eduport.core.actor import Actor
from eduport.people.models import AdminRole

SHORTEST = 3


def _everybody(_actor: Actor) -> bool:
    return True


def _admins(actor: Actor) -> bool:
    return bool({AdminRole.SCHOOL_ADMIN, AdminRole.CENTRAL_TEAM} & actor.roles)


@dataclass(frozen=True, slots=True)
class Topic:
    """A question that comes often, with its answer and the page that it leads to.

    `pages` are the beginnings of the paths on which it helps.
    """

    slug: str
    title: StrOrPromise
    text: StrOrPromise
    words: tuple[str, ...]
    pages: tuple[str, ...] = ()
    url_name: str = ""
    link: StrOrPromise = ""
    is_for: Callable[[Actor], bool] = _everybody


TOPICS: Sequence[Topic] = (
    Topic(
        "login",
        _("What is my login?"),
        _(
            "The whole school mail address: first name, dot, surname, then @ and the "
            "address of the home school. Without the part after the @ nobody can sign "
            "in."
        ),
        ("login", "benutzer", "kennung", "anmeld", "einlog", "sign"),
        ("/accounts/login", "/accounts/activate"),
    ),
    Topic(
        "password",
        _("A password no longer works"),
        _(
            "With a stored recovery address “Forgot your password?” sends a link. "
            "Otherwise the school admin gives a new one. After several wrong "
            "passwords the account is locked for a few minutes, for the right one "
            "too: wait, do not reset it."
        ),
        ("passw", "kennwort", "gesperrt", "locked", "vergess", "forgot"),
        ("/accounts/password", "/accounts/login", "/account/"),
    ),
    Topic(
        "code",
        _("The code of the first sign-in is refused"),
        _(
            "A code holds once and for a limited time, and a new one ends the one "
            "before. Check the login first; then the school admin makes a new code."
        ),
        ("code", "aktivier", "activat", "erstanmeld", "first"),
        ("/accounts/activate",),
    ),
    Topic(
        "second-factor",
        _("The second factor is lost"),
        _(
            "A recovery code opens the account. Without one the school admin removes "
            "the second factor on the page of the person; for school admins the "
            "central team does."
        ),
        ("faktor", "factor", "authenticator", "passkey", "2fa", "handy", "telefon"),
        ("/accounts/2fa", "/account/protection"),
    ),
    Topic(
        "renamed",
        _("A name or a school has changed"),
        _(
            "Then the login has changed with it, the password and the files stay. "
            "Mail to the old address arrives for half a year. Wrong names are "
            "corrected in the school administration system and are right the next day."
        ),
        ("name", "umbenannt", "heirat", "schulwechsel", "adress", "falsch"),
        ("/account/",),
    ),
    Topic(
        "tiles",
        _("A tile is missing, or leads nowhere"),
        _(
            "Tiles depend on role and school, and can be hidden under “Customise”. A "
            "mark on a tile says that its service is disturbed or in maintenance."
        ),
        ("kachel", "tile", "startseite", "fehlt"),
        ("/portal/",),
        "status:page",
        _("State of the services"),
    ),
    Topic(
        "signed-out",
        _("I am signed out again and again"),
        _(
            "An Admin-Account ends after half an hour without work, on purpose. On "
            "other devices everybody can end sessions on the page of the own account."
        ),
        ("abgemeldet", "session", "sitzung", "logout", "rausgeworfen"),
        ("/account/sessions",),
    ),
    Topic(
        "own-data",
        _("What is stored about me?"),
        _(
            "All of it stands under “My data”, and can be taken away as an archive. "
            "What is wrong there is corrected where it comes from, mostly in the "
            "school administration system."
        ),
        ("daten", "datenschutz", "auskunft", "privacy"),
        ("/account/data", "/privacy/"),
    ),
    Topic(
        "question",
        _("Nobody answers my question"),
        _(
            "You are told by mail when somebody answers, and see the state under your "
            "questions and reports. You may write again in the same question. For "
            "what is urgent the contacts stand on the help page."
        ),
        ("antwort", "frage", "answer"),
        ("/support/ask", "/support/tickets"),
    ),
    Topic(
        "missing-person",
        _("Somebody is missing in the list of people"),
        _(
            "Look for released ones and under proposals too. If the person stands in "
            "the school administration system, they come with the next sync; if it is "
            "urgent, make an account by hand, which is adopted later."
        ),
        ("fehlt", "missing", "neue", "person", "konto", "account"),
        ("/manage/people", "/manage/proposals"),
        is_for=_admins,
    ),
    Topic(
        "handouts",
        _("The file with logins cannot be fetched"),
        _(
            "Only the browser that asked for it can open it, and for half an hour. "
            "Cancel it and ask anew: nothing has changed for anybody. Windows "
            "Explorer cannot open the ZIP; take 7-Zip, or the workbook."
        ),
        ("zugangsdaten", "brief", "zettel", "liste", "zip", "letter", "excel"),
        ("/manage/handouts",),
        is_for=_admins,
    ),
    Topic(
        "wrong-class",
        _("Somebody is in the wrong class or group"),
        _(
            "Classes come from the school administration system, and are right the "
            "day after they are corrected there. Teams and other groups by hand are "
            "changed on their page."
        ),
        ("klasse", "gruppe", "kurs", "class", "group"),
        ("/manage/groups",),
        is_for=_admins,
    ),
    Topic(
        "school-year",
        _("Classes of the new school year are missing"),
        _(
            "The school year changes by itself on 1 August; classes of the new year "
            "come after that with the sync. What becomes of the old ones is decided "
            "on the page of the school year."
        ),
        ("schuljahr", "wechsel", "year"),
        ("/manage/school-year",),
        is_for=_admins,
    ),
    Topic(
        "sync",
        _("The sync stands still, or holds a school"),
        _(
            "Accounts go on working. An unusual number of leavers holds a school "
            "until the central team has looked at the plan; nothing is lost meanwhile."
        ),
        ("abgleich", "sync", "divis", "import", "verschwunden", "gelöscht"),
        ("/sync/", "/portal/"),
        is_for=_admins,
    ),
)


def topics_for_page(path: str, actor: Actor, *, limit: int = 4) -> list[Topic]:
    """What helps on the page with this path: the closest first."""
    found = [
        (len(page), topic) for topic in _for(actor) for page in _pages(topic, path)
    ]
    found.sort(key=lambda pair: -pair[0])
    return list(dict.fromkeys(topic for _length, topic in found))[:limit]


def topics_matching(text: str, actor: Actor, *, limit: int = 3) -> list[Topic]:
    """What helps with what somebody types: the most words first, then as listed."""
    typed = [word for word in text.lower().split() if len(word) >= SHORTEST]
    counted = [(_hits(topic, typed), topic) for topic in _for(actor)]
    found = [pair for pair in counted if pair[0]]
    found.sort(key=lambda pair: -pair[0])
    return [topic for _count, topic in found][:limit]


def _for(actor: Actor) -> list[Topic]:
    return [topic for topic in TOPICS if topic.is_for(actor)]


def _pages(topic: Topic, path: str) -> list[str]:
    return [page for page in topic.pages if path.startswith(page)]


def _hits(topic: Topic, typed: list[str]) -> int:
    return sum(any(part in word for part in topic.words) for word in typed)
