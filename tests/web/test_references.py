"""The reference of an error page, remembered for a report."""

import logging
import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from eduport.web import errors
from eduport.web.access import public
from eduport.web.reference import last_error

handler500 = errors.server_error


@public
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


@public
def remembering(request: HttpRequest) -> HttpResponse:
    return HttpResponse(last_error(request))


urlpatterns = [path("broken/", broken), path("remembering/", remembering)]


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_the_page_of_an_error_shows_a_reference_that_the_browser_keeps(caplog):
    caplog.set_level(logging.CRITICAL, "django.request")
    client = Client(raise_request_exception=False)

    response = client.get("/broken/")

    page = response.content.decode()
    shown = re.search(r"[a-z2-9]{4}-[a-z2-9]{4}", page.partition("ep-mono")[2])
    cookie = response.cookies["ep_error"]
    assert response.status_code == 500
    assert shown
    assert cookie.value == shown[0] == response["X-Request-ID"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert client.get("/remembering/").content.decode() == shown[0]
