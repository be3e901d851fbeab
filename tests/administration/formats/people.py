"""People who get letters in these tests."""

from datetime import date

from eduport.administration.types import Occasion, Recipient, SecretKind

PAGE = "https://portal.example/accounts/activate/"
CODES = Occasion(
    SecretKind.CODE,
    page=PAGE,
    issued_on=date(2026, 8, 24),
    expires_on=date(2026, 11, 22),
    authority="Behörde für Schule",
)
PASSWORDS = Occasion(
    SecretKind.PASSWORD, page="https://portal.example/", issued_on=date(2026, 8, 24)
)
DOERTE = Recipient(
    name="Dörte-Marie von Adel-Strauß",
    call_name="Dörte-Marie",
    family_name="von Adel-Strauß",
    group="Klasse 7a",
    school="Gymnasium am Kanal",
    contacts="Änne Brüning",
    login="doerte-marie.vonadel-strauss@gak.hamburg.de",
    is_informal=True,
)
LUKASZ = Recipient(
    name="Łukasz Şahin",
    call_name="Łukasz",
    family_name="Şahin",
    group="Lehrkraft",
    school="Gymnasium am Kanal",
    contacts="",
    login="lukasz.sahin@gak.hamburg.de",
    is_informal=False,
)
