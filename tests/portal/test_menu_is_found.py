"""What the menu of the information site names is a page, and the search finds it."""

import pytest

from eduport.core.audience import Audience
from eduport.guides.services.indexing import index_guides
from eduport.pages.formats.shipped import read_folder
from eduport.pages.services.loading import load_texts
from eduport.search.queries import find_documents
from tests.factories.people import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NEAR_THE_TOP = 5

# As people say it, beside the menus' own words.
SAID = {
    "Funktionen": "funktionen",
    "eduPort 3.0": "eduport-3",
    "E-Mailadresse": "e-mail-adresse",
    "Automatische Benutzerverwaltung": "automatische-benutzerverwaltung",
    "eduPort und Schulhomepage": "schulhomepage",
    "eduPort und Verwaltungsaccounts": "verwaltungsaccounts",
    "SchiLf Angebote für Schulen": "schilf-angebote",
    "eduPort-Betreuer Schulungen": "betreuer-schulungen",
    "WLAN mit privaten Endgeräten": "wlan-byod",
    "Zugang zu eduPort": "zugang",
    "Häufige Fragen": "haeufige-fragen",
    "Anleitungen": "anleitungen",
    "Videoanleitungen": "videoanleitungen",
    "Handbuch": "handbuch",
    "Infos für Admins": "infos-fuer-admins",
    "FAQ": "admins-faq",
    "Schuljahreswechsel in eduPort": "schuljahreswechsel",
    "Dateiablagestruktur": "dateiablagestruktur",
    "Störungsmeldungen": "stoerungsmeldungen",
    "Wartungsfenster": "wartungsfenster",
    "Dienstvereinbarung": "dienstvereinbarung",
    "Datenschutzerklärung": "datenschutzerklaerung",
    "Erweiterte Datenschutzerklärung": "datenschutzerklaerung-erweitert",
    "Impressum": "impressum",
    "Nutzungsbedingungen": "nutzungsbedingungen",
    "Barrierefreiheit": "barrierefreiheit",
}


def test_each_word_of_the_menu_finds_its_page():
    load_texts(read_folder(), at=NOON)
    index_guides(at=NOON)

    found = {
        said: [hit.url.rstrip("/").rsplit("/", 1)[-1] for hit in hits(said)]
        for said in SAID
    }

    assert {said: urls for said, urls in found.items() if SAID[said] not in urls} == {}


def hits(said):
    return find_documents(said, frozenset(Audience), limit=NEAR_THE_TOP).hits
