"""What happens in the films of the guides, and what is said."""

from collections.abc import Mapping

from tools.films import Step, click, nothing, one_after_another, show, write

SENTENCE = "Vier Möwen zählen Schiffe"


def first_sign_in(login: Mapping[str, str]) -> list[Step]:
    """Somebody with a letter gets in for the first time."""
    password = one_after_another(
        write("#id_new_password", SENTENCE), write("#id_repetition", SENTENCE)
    )
    return [
        Step("Von Ihrer Schule haben Sie einen Brief mit einem Code.", nothing),
        Step(
            "Wählen Sie auf der Startseite „Erste Anmeldung“.",
            click("main a[href*='/accounts/activate/']"),
        ),
        Step(
            "Geben Sie die ganze Benutzerkennung ein, mit dem @ und allem danach.",
            write("#id_login", login["username"]),
        ),
        Step(
            "Dann den Aktivierungscode. Großschreibung und Bindestriche sind gleich.",
            write("#id_code", login["code"]),
        ),
        Step(
            "Wählen Sie ein Passwort mit mindestens zehn Zeichen. Ein Satz ist gut.",
            password,
        ),
        Step(
            "Lesen Sie die Nutzungsbedingungen und stimmen Sie zu.",
            click("#id_has_accepted"),
        ),
        Step(
            "Mit „Passwort festlegen und anmelden“ sind Sie fertig.",
            click("main form button[type=submit]"),
        ),
        Step(
            "Das ist Ihre Startseite. Jede Kachel öffnet einen Dienst, "
            "ohne zweite Anmeldung.",
            show("main .ep-tile"),
        ),
    ]


def arranging_tiles() -> list[Step]:
    """A teacher puts a tile forward, hides one and brings it back."""
    return [
        Step("Ihre Dienste stehen als Kacheln auf der Startseite.", nothing),
        Step(
            "Mit „Anpassen“ ordnen Sie sie.",
            click("main a[href$='/portal/customise/']"),
        ),
        Step(
            "Die Pfeile schieben eine Kachel nach vorn oder nach hinten.",
            click("main button[name=later]:not([disabled])"),
        ),
        Step(
            "Der Stern nimmt sie zu den Favoriten.", click("main button[name=prefer]")
        ),
        Step(
            "Das Auge blendet sie aus. Hier holen Sie sie auch zurück.",
            one_after_another(
                click("main button[name=hide] >> nth=2"),
                click("main button[name=show]"),
            ),
        ),
        Step(
            "Alles ist sofort gespeichert. „Fertig“ führt zurück.",
            click("main a.kern-btn--primary"),
        ),
        Step("Ihre Favoriten stehen jetzt oben.", show("main .ep-tile")),
    ]
