"""What codes and tokens are good for, and how often."""

import datetime as dt
import threading
from base64 import b64encode

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from eduport.audit.models import SecurityEvent
from eduport.core.actor import Actor
from eduport.sso.models import AccessToken, Grant, RefreshToken
from eduport.sso.services.registration import renew_secret
from eduport.sso.services.tokens import purge_expired_tokens
from tests.factories.accounts import AccountFactory
from tests.factories.people import (
    AddressFactory,
    AffiliationFactory,
    GroupFactory,
    MembershipFactory,
)
from tests.factories.sso import SECRET, AppFactory, ReleaseFactory
from tests.sso.relying_party import RelyingParty, claims_of

REFUSED = {"error": "invalid_grant"}
OFFLINE = "openid offline_access"


@pytest.mark.django_db
def test_a_sign_in_takes_at_most_ten_queries(service, django_assert_max_num_queries):
    service.sign_in()

    with django_assert_max_num_queries(10):
        service.sign_in()


@pytest.mark.django_db
def test_a_code_works_once_and_its_second_use_ends_the_first(service):
    code = service.answer(scope=OFFLINE)["code"]
    tokens = service.exchange(code).json()

    assert service.exchange(code).json() == REFUSED
    assert service.userinfo(tokens["access_token"]).status_code == 401
    assert service.refresh(tokens["refresh_token"]).json() == REFUSED


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_parallel_uses_of_a_code_one_succeeds(service):
    code = service.answer()["code"]
    start, answers = threading.Barrier(8), []

    def use():
        start.wait()
        answers.append(RelyingParty(service.app, None).exchange(code).status_code)
        connection.close()

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [200] + [400] * 7
    assert not AccessToken.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_parallel_uses_of_a_refresh_token_one_succeeds(service):
    token = service.sign_in(scope=OFFLINE)["refresh_token"]
    start, answers = threading.Barrier(6), []

    def use():
        start.wait()
        answers.append(RelyingParty(service.app, None).refresh(token).status_code)
        connection.close()

    threads = [threading.Thread(target=use) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [200] + [400] * 5
    assert not RefreshToken.objects.filter(revoked=None).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "w" * 43},
        {"redirect_uri": "https://moodle.example/other"},
        {"client_secret": "wrong"},
        {"client_secret": ""},
        {"code": "wrong"},
        {"code": "zero\0byte"},
        {"grant_type": "password"},
        {"grant_type": "client_credentials"},
    ],
)
def test_a_wrong_token_request_gets_nothing(service, changes):
    code = service.answer()["code"]

    response = service.exchange(changes.pop("code", code), **changes)

    assert response.status_code in {400, 401}
    assert "access_token" not in response.json()


@pytest.mark.django_db
def test_a_code_of_another_service_is_worth_nothing(service):
    other = ReleaseFactory(app=AppFactory(sector="files.example")).app
    code = service.answer()["code"]

    assert RelyingParty(other, None).exchange(code).json() == REFUSED
    assert service.exchange(code).status_code == 200


@pytest.mark.django_db
def test_a_code_lasts_a_minute(service):
    code = service.answer()["code"]
    Grant.objects.update(expires=timezone.now())

    assert service.exchange(code).json() == REFUSED


@pytest.mark.django_db
def test_a_service_may_send_its_secret_as_basic_authentication(service):
    code = service.answer()["code"]

    client = Client(headers={"Authorization": basic(service.app.client_id, SECRET)})
    service.server = client
    response = service.exchange(code, client_id=None, client_secret=None)

    assert response.status_code == 200


def basic(name, secret):
    return "Basic " + b64encode(f"{name}:{secret}".encode()).decode()


@pytest.mark.django_db
def test_an_old_secret_ends_with_the_new_one(service):
    renewed = renew_secret(service.app, by=Actor("test"), at=timezone.now())

    code = service.answer()["code"]

    assert service.exchange(code).status_code == 401
    assert (
        service.exchange(code, client_secret=renewed.client_secret).status_code == 200
    )


@pytest.mark.django_db
def test_only_checksums_are_stored(service, django_assert_num_queries):
    code = service.answer()["code"]
    assert code not in str(Grant.objects.values().get())

    tokens = service.sign_in(scope=OFFLINE)

    stored = [*AccessToken.objects.values(), *RefreshToken.objects.values()]
    assert len(stored) == 2
    assert tokens["access_token"] not in str(stored)
    assert tokens["refresh_token"] not in str(stored)


@pytest.mark.django_db
def test_a_refresh_token_is_given_only_to_who_may_stay(service):
    assert "refresh_token" not in service.sign_in()
    assert "refresh_token" in service.sign_in(scope=OFFLINE)


@pytest.mark.django_db
def test_a_refreshed_sign_in_is_the_same_sign_in(service):
    first = service.sign_in(scope=OFFLINE)

    second = service.refresh(first["refresh_token"]).json()

    before, after = claims_of(first["id_token"]), claims_of(second["id_token"])
    same = ["iss", "sub", "aud", "auth_time", "sid", "amr"]
    assert [before[name] for name in same] == [after[name] for name in same]
    assert service.userinfo(second["access_token"]).status_code == 200
    assert service.userinfo(first["access_token"]).status_code == 401


@pytest.mark.django_db
def test_a_used_refresh_token_ends_all_that_came_after_it(service):
    first = service.sign_in(scope=OFFLINE)["refresh_token"]
    second = service.refresh(first).json()

    assert service.refresh(first).json() == REFUSED
    assert service.refresh(second["refresh_token"]).json() == REFUSED
    assert service.userinfo(second["access_token"]).status_code == 401
    actions = SecurityEvent.objects.values_list("action", flat=True)
    assert "sso.refresh_token.reused" in actions


@pytest.mark.django_db
def test_a_refresh_token_of_another_service_is_worth_nothing(service):
    token = service.sign_in(scope=OFFLINE)["refresh_token"]
    other = ReleaseFactory(app=AppFactory(sector="files.example")).app

    assert RelyingParty(other, None).refresh(token).json() == REFUSED
    assert service.refresh(token).status_code == 200


@pytest.mark.django_db
def test_a_service_can_give_a_token_back(service):
    tokens = service.sign_in(scope=OFFLINE)
    other = RelyingParty(AppFactory(sector="files.example"), None)

    other.post("/oidc/revoke", {"token": tokens["access_token"]})
    assert service.introspect(tokens["access_token"])["active"]

    response = service.post("/oidc/revoke", {"token": tokens["refresh_token"]})

    assert response.status_code == 200
    assert service.introspect(tokens["access_token"]) == {"active": False}
    assert service.refresh(tokens["refresh_token"]).json() == REFUSED


@pytest.mark.django_db
def test_only_its_own_service_learns_about_a_token(service):
    token = service.sign_in()["access_token"]
    other = RelyingParty(AppFactory(sector="files.example"), None)

    own = service.introspect(token)

    assert own["active"]
    assert own["client_id"] == service.app.client_id
    assert other.introspect(token) == {"active": False}
    assert service.introspect("nonsense") == {"active": False}
    nobody = Client().post("/oidc/introspect", {"token": token})
    assert nobody.status_code == 401


@pytest.mark.django_db
def test_a_token_in_the_address_is_refused(service):
    token = service.sign_in()["access_token"]

    response = Client().get("/oidc/userinfo", {"access_token": token})

    assert response.status_code == 400


@pytest.mark.django_db
def test_userinfo_without_a_token_says_how_to_come_back(service):
    response = Client().get("/oidc/userinfo")

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.django_db
def test_a_service_learns_what_was_released_to_it(service, account):
    person = account.person
    AddressFactory(person=person)
    group = GroupFactory(school=person.home_school, name="7a")
    MembershipFactory(group=group, person=person)
    guest = AffiliationFactory(person=person, school=GroupFactory().school)
    AffiliationFactory(person=person, school=guest.school, role="principal")

    told = service.userinfo(service.sign_in()["access_token"]).json()

    home, other = person.home_school, guest.school
    told.pop("sub")
    assert told == {
        "name": "Ada Berg",
        "given_name": "Ada",
        "family_name": "Berg",
        "email": f"ada.berg@{home.mail_domain}",
        "roles": ["Lehr", "Leit"],
        "groups": [f"{home.code}/7a"],
        "schools": [
            {
                "code": home.code,
                "number": "",
                "name": home.name,
                "is_home": True,
                "roles": ["Lehr"],
            },
            {
                "code": other.code,
                "number": "",
                "name": other.name,
                "is_home": False,
                "roles": ["Leit", "Lehr"],
            },
        ],
    }


@pytest.mark.django_db
def test_a_claim_needs_its_scope_and_its_release(service):
    service.app.claims = ["name", "roles"]
    service.app.save()

    token = service.sign_in(scope="openid profile")["access_token"]

    assert service.userinfo(token).json().keys() == {"sub", "name"}


@pytest.mark.django_db
def test_expired_tokens_go_when_they_no_longer_tell_anything(service):
    service.sign_in(scope=OFFLINE)
    service.answer()
    soon = timezone.now() + dt.timedelta(hours=2)

    assert purge_expired_tokens(at=soon) == 1
    assert purge_expired_tokens(at=soon + dt.timedelta(days=20)) == 2


@pytest.mark.django_db
def test_another_account_keeps_its_tokens(service, client):
    mine = service.sign_in()["access_token"]
    other = AccountFactory()
    AffiliationFactory(person=other.person)
    browser = Client()
    browser.force_login(other)
    theirs = RelyingParty(service.app, browser).sign_in()["access_token"]

    service.browser.logout()

    assert service.userinfo(mine).status_code == 401
    assert service.userinfo(theirs).status_code == 200
