"""Letters, slips and lists with logins: ask, watch, fetch once."""

from dataclasses import replace
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eduport.administration.errors import HandoutGoneError, TooManyPeopleError
from eduport.administration.forms import FilePasswordForm, OrderForm
from eduport.administration.forms.persons import selection_fields, selection_from
from eduport.administration.models import Handout, HandoutEntry, HandoutState
from eduport.administration.permissions import can_manage_people
from eduport.administration.queries.handouts import (
    Preview,
    entries_of,
    handouts_of,
    left_out_of,
    people_of,
    preview_of,
)
from eduport.administration.queries.selection import count_of_guests, selected_persons
from eduport.administration.rules.sealing import new_key_pair
from eduport.administration.services.handouts import (
    FETCH_WITHIN,
    LIMIT,
    ask_for_handout,
    cancel_handout,
    fetch_handout,
)
from eduport.administration.tasks import produce_handout_task
from eduport.administration.types import HandoutOrder, PersonFilter, Selection
from eduport.core.actor import Actor
from eduport.core.errors import DomainError
from eduport.people.models import Person
from eduport.people.queries.years import chosen_year
from eduport.web.access import AccessView
from eduport.web.lists import Column, ListPageView
from eduport.web.views import ActionView, FormPageView, PageContext

KEY = "handout_key"
"""The cookie with the key that opens the file; only pages of that handout get it."""

KEY_SECONDS = 6 * 3600
PEOPLE = reverse_lazy("administration:people")


def can_manage_handout(actor: Actor, handout: Handout) -> bool:
    """Handouts are found by those who asked; they must still look after people."""
    return can_manage_people(actor)


class AskView(FormPageView):
    """What would happen to whom; then what is to be made of it.

    Reached by POST from the list, with a selection, or by GET with it in the URL.
    """

    permission = staticmethod(can_manage_people)
    needs_step_up = True
    template_name = "administration/handout_ask.html"
    page_title = _("Hand out logins")
    form_class = OrderForm

    @property
    def sent(self) -> QueryDict:
        return self.request.POST if self.request.method == "POST" else self.request.GET

    @cached_property
    def selection(self) -> Selection:
        return selection_from(self.sent, self.actor)

    @cached_property
    def earlier(self) -> Handout | None:
        """A handout whose people are to get something once more."""
        asked = self.sent.get("again")
        if not asked:
            return None
        try:
            return get_object_or_404(handouts_of(self.actor), uid=UUID(asked))
        except ValueError as error:
            raise Http404 from error

    def persons(self) -> QuerySet[Person]:
        if self.earlier is None:
            return selected_persons(self.actor, self.selection)
        everybody = selected_persons(self.actor, Selection(filter=PersonFilter()))
        return everybody.filter(pk__in=people_of(self.earlier).values("pk"))

    @cached_property
    def preview(self) -> Preview:
        return preview_of(self.persons(), limit=LIMIT)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.asked()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "form" in request.POST:
            return super().post(request, *args, **kwargs)
        return self.asked()

    def asked(self) -> HttpResponse:
        """The first page, unless there is nothing to ask."""
        if reason := self.reason_against():
            messages.error(self.request, reason)
            return redirect(PEOPLE)
        form = self.form_class(label_suffix="")
        return self.render_to_response(self.get_context_data(form=form))

    def reason_against(self) -> str:
        if not self.preview.candidates:
            return str(_("Nobody is selected. Tick the people who are to get one."))
        if len(self.preview.candidates) > LIMIT:
            return str(TooManyPeopleError(limit=LIMIT))
        return ""

    def order(self, form: OrderForm) -> HandoutOrder:
        """What was chosen, by the classes that the list of people showed."""
        if self.earlier:
            year = self.earlier.class_year
        elif self.selection.filter:
            year = self.selection.filter.year
        else:
            year = chosen_year(self.request.session)
        return replace(form.order(), class_year=year)

    def form_valid(self, form: OrderForm) -> HttpResponse:
        key = new_key_pair()
        try:
            handout = ask_for_handout(
                self.persons(),
                self.order(form),
                public_key=key.public,
                by=self.actor,
                at=timezone.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        enqueue = partial(produce_handout_task.enqueue, handout_id=handout.pk)
        transaction.on_commit(enqueue)
        response = redirect(page_of(handout))
        response.set_cookie(
            KEY,
            key.secret,
            max_age=KEY_SECONDS,
            path=page_of(handout),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        again = [("again", str(self.earlier.uid))] if self.earlier else []
        guests = 0 if self.earlier else count_of_guests(self.actor, self.selection)
        return super().get_context_data(
            preview=self.preview,
            guests=guests,
            hidden=again or selection_fields(self.selection),
            cancel_url=PEOPLE,
            crumbs=[(_("People"), PEOPLE), (self.page_title, "")],
            **kwargs,
        )


def page_of(handout: Handout) -> str:
    return reverse("administration:handout", kwargs={"uid": handout.uid})


class HandoutsView(ListPageView[Handout]):
    """What the actor asked for in the last weeks."""

    permission = staticmethod(can_manage_people)
    results_template_name = "administration/_handouts.html"
    page_title = _("Logins handed out")
    columns = (
        Column("asked", _("Asked"), ("asked_at",)),
        Column("what", _("What")),
        Column("people", _("Persons"), ("total",), "ep-num"),
        Column("state", _("State")),
    )
    default_sort = "-asked"
    default_page_size = 25

    def rows(self) -> QuerySet[Handout]:
        return handouts_of(self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(_("People"), PEOPLE), (self.page_title, "")]
        return super().get_context_data(crumbs=crumbs, **kwargs)


class HandoutMixin(AccessView):
    """What the pages of one handout have in common: only the asker finds it."""

    permission = staticmethod(can_manage_people)

    @cached_property
    def handout(self) -> Handout:
        return get_object_or_404(handouts_of(self.actor), uid=self.kwargs["uid"])

    def is_permitted(self) -> bool:
        return bool(self.handout) and super().is_permitted()

    def progress_context(self, form: Form | None = None) -> dict[str, Any]:
        """How far it is, and the form with which it is fetched."""
        handout = self.handout
        has_key = KEY in self.request.COOKIES
        ready_at = handout.ready_at
        return {
            "handout": handout,
            "has_key": has_key,
            "fetch_until": ready_at + FETCH_WITHIN if ready_at else None,
            "file_form": form or FilePasswordForm(),
            "left_out": left_out_of(handout),
        }


class HandoutView(HandoutMixin, ListPageView[HandoutEntry]):
    """A handout: progress, the file, and what became of each person."""

    template_name = "administration/handout.html"
    results_template_name = "administration/_handout_entries.html"
    columns = (
        Column("name", _("Name"), ("person__sort_name",)),
        Column("result", _("Result"), ("is_issued", "left_out")),
    )
    default_sort = "name"
    page_title = _("Hand out logins")
    file_form: FilePasswordForm | None = None

    def rows(self) -> QuerySet[HandoutEntry]:
        return entries_of(self.handout)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [
            (_("People"), PEOPLE),
            (HandoutsView.page_title, reverse("administration:handouts")),
            (self.page_title, ""),
        ]
        progress = self.progress_context(self.file_form)
        return super().get_context_data(crumbs=crumbs, **progress, **kwargs)


class HandoutProgressView(HandoutMixin, PageContext):
    """The part of the page that asks for itself; silent while nothing has changed."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.GET.get("state") == self.handout.state == HandoutState.READY:
            # Whoever is typing a password for the file is not to be disturbed.
            return HttpResponse(status=204)
        template = "administration/_handout_progress.html"
        return render(request, template, self.progress_context())


class CancelHandoutView(ActionView[Handout]):
    """Gives a handout up: nothing has changed for anybody."""

    permission = staticmethod(can_manage_handout)
    lookup = "uid"
    success_message = _("Cancelled. Nothing has changed for anybody.")

    def visible_objects(self) -> QuerySet[Handout]:
        return handouts_of(self.actor)

    def perform(self, handout: Handout, /) -> None:
        cancel_handout(handout, by=self.actor, at=timezone.now())

    def get_next_url(self) -> str:
        return page_of(self.object)


class FetchHandoutView(HandoutView):
    """Sends the file, once."""

    needs_step_up = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = FilePasswordForm(request.POST)
        if self.handout.has_file_password and not form.is_valid():
            self.file_form = form
            return self.render_to_response(self.get_context_data(), status=422)
        password = form.data.get("file_password", "")
        try:
            fetched = fetch_handout(
                self.handout,
                secret=request.COOKIES.get(KEY, ""),
                file_password=password,
                by=self.actor,
                at=timezone.now(),
            )
        except HandoutGoneError as error:
            return self.gone(str(error))
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(page_of(self.handout))
        response = HttpResponse(fetched.content, content_type=fetched.content_type)
        response["Content-Disposition"] = f'attachment; filename="{fetched.name}"'
        response["Cache-Control"] = "no-store"
        response.delete_cookie(KEY, path=page_of(self.handout), samesite="Strict")
        return response

    def gone(self, text: str) -> HttpResponse:
        """It was here and is no more (RFC 9110 §15.5.11)."""
        context = {
            "page_title": _("No longer there"),
            "text": text,
            "button_url": page_of(self.handout),
            "button_label": _("Who it was for"),
        }
        return render(self.request, "web/message.html", context, status=410)
