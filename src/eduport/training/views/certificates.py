"""Certificates: the own ones as files, and a page on which anybody checks one."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from eduport.accounts.services.throttling import count_in_window, public_lane
from eduport.core.actor import Actor
from eduport.training.formats.certificates import CertificateText, certificate_pdf
from eduport.training.forms import CheckForm
from eduport.training.models import Certificate
from eduport.training.permissions import can_book
from eduport.training.queries.certificates import (
    find_valid_certificate,
    own_certificates,
)
from eduport.training.rules.codes import shown_code
from eduport.web.networks import network_of
from eduport.web.views import FormPageView, ObjectView

CHECKS, WINDOW = 60, timedelta(hours=1)
"""So many a network may check: enough for an office, too few to guess."""


def is_own(actor: Actor, _certificate: Certificate) -> bool:
    """What is found is the own."""
    return can_book(actor)


class CertificateView(ObjectView[Certificate]):
    """The own certificate as a file."""

    permission = staticmethod(is_own)
    lookup = "uid"

    def visible_objects(self) -> QuerySet[Certificate]:
        return own_certificates(self.actor)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        one = self.object
        # A certificate is German, whoever looks at the page.
        with override("de"):
            content = certificate_pdf(text_of(one), issued_at=localtime(one.issued_at))
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = 'attachment; filename="bescheinigung.pdf"'
        response["Cache-Control"] = "private, no-store"
        return response


def text_of(one: Certificate) -> CertificateText:
    """What stands on a certificate, in the language at hand."""
    start, end = localtime(one.starts_at), localtime(one.ends_at)
    times = {
        "first": date_format(start, "DATETIME_FORMAT"),
        "last": date_format(end, "DATETIME_FORMAT"),
        "day": date_format(start, "DATE_FORMAT"),
        "start": date_format(start, "TIME_FORMAT"),
        "end": date_format(end, "TIME_FORMAT"),
    }
    hours = number_format(one.hours.normalize(), use_l10n=True)
    return CertificateText(
        heading=_("Certificate of attendance"),
        issuer=_("eduPort, training for schools"),
        name=one.name,
        took_part=_("took part in this training:"),
        title=one.title,
        period=_("%(day)s, %(start)s to %(end)s") % times
        if start.date() == end.date()
        else _("%(first)s to %(last)s") % times,
        place=one.place,
        hours=_("%(hours)s hours of training") % {"hours": hours},
        issued=_("Issued on %(day)s. Made by a machine, valid without a signature.")
        % {"day": date_format(localtime(one.issued_at), "DATE_FORMAT")},
        check_label=_("Check it with the surname and this code:"),
        code=shown_code(one.code),
        check_url=f"{settings.EDUPORT.public_url}{reverse('training:check')}",
    )


class CheckView(FormPageView):
    """Whether a certificate is real; says no more than stands on it."""

    is_public = True
    form_class = CheckForm
    template_name = "training/check.html"
    page_title = gettext_lazy("Check a certificate")
    submit_label = gettext_lazy("Check")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_in = self.actor.is_signed_in
        return super().get_context_data(
            base="web/app.html" if is_in else "web/public.html",
            is_signed_in=is_in,
            crumbs=[(self.page_title, "")],
            **kwargs,
        )

    def form_valid(self, form: CheckForm) -> HttpResponse:
        at = timezone.now()
        lane = public_lane("certificate", network_of(self.request))
        if count_in_window(lane, WINDOW, at=at) > CHECKS:
            message = _("Too many checks from your network. Please try in an hour.")
            form.add_error(None, message)
            return self.form_invalid(form)
        values = form.cleaned_data
        found = find_valid_certificate(values["code"], values["surname"])
        context = self.get_context_data(form=form, found=found, is_checked=True)
        response = self.render_to_response(context)
        response["Cache-Control"] = "no-store"
        return response
