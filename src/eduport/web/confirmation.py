"""The question before something is done to many: a dialog, or a page without script."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_stubs_ext import StrOrPromise

from eduport.web.access import is_htmx


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Verb and number, the effect in one sentence, three names, one button.

    `fields` go along hidden, so that the POST to `action` says what was confirmed.
    `is_danger` is for when people lose something.
    """

    title: StrOrPromise
    effect: StrOrPromise
    label: StrOrPromise
    action: str
    cancel_url: str
    examples: Sequence[str] = ()
    more: int = 0
    fields: Iterable[tuple[str, str]] = ()
    is_danger: bool = False


def ask(request: HttpRequest, confirmation: Confirmation) -> HttpResponse:
    """Show the question: a dialog for htmx (`hx-target="#dialog"`), else a page."""
    template = "web/_dialog.html" if is_htmx(request) else "web/confirm_page.html"
    context = {"confirmation": confirmation, "page_title": confirmation.title}
    return render(request, template, context)
