"""What publishers do with news and with events alike: list, publish, take away."""

from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from eduport.news.forms import EventStateFilter, PublishForm, Scope, StateFilter
from eduport.news.models import Event, NewsItem, Publication
from eduport.news.permissions import can_manage, can_publish
from eduport.news.queries.managing import (
    events_managed_by,
    in_state,
    items_managed_by,
    schools_to_publish_for,
)
from eduport.news.queries.states import item_state
from eduport.news.services.publishing import (
    move_to_trash,
    publish,
    restore,
    withdraw,
)
from eduport.news.views.bases import Crumbs, tag_of
from eduport.web.access import AccessView
from eduport.web.lists import Column, ListPageView
from eduport.web.views import (
    ActionView,
    FormPageView,
    ObjectFormPageView,
    ObjectPageView,
)

P = TypeVar("P", NewsItem, Event)
FORMAT = "SHORT_DATETIME_FORMAT"
LISTS = {"item": "news:manage", "event": "news:manage_events"}


class Desk:
    """Whether a page is about news or about events; `kind` names its URLs."""

    kind: ClassVar[str]

    def list_url(self) -> str:
        return reverse(LISTS[self.kind])

    def list_title(self) -> str:
        return _("Manage events") if self.kind == "event" else _("Manage news")

    def url_of(self, publication: Publication) -> str:
        return reverse(f"news:manage_{self.kind}", args=[publication.uid])


class DeskCrumbs(Desk, Crumbs):
    """Pages below the list of what somebody publishes."""

    def parents(self) -> list[tuple[StrOrPromise, str]]:
        return [(self.list_title(), self.list_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("cancel_url", self.list_url())
        return super().get_context_data(kind=self.kind, **kwargs)


class DeskListView(DeskCrumbs, ListPageView[P], Generic[P]):
    """Everything that somebody may change, with its state."""

    permission = staticmethod(can_publish)
    template_name = "news/manage_list.html"
    results_template_name = "news/_manage_list.html"
    filter_form_class = StateFilter

    def parents(self) -> list[tuple[StrOrPromise, str]]:
        return [(_("News"), reverse("news:list"))]

    def get_page_title(self) -> str:
        return self.list_title()

    def filtered(self, rows: QuerySet[P], values: dict[str, Any]) -> QuerySet[P]:
        rows = in_state(rows, values.get("state", ""), timezone.now())
        words = values.get("q", "")
        return rows.filter(title__icontains=words) if words else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        now = timezone.now()
        context["rows"] = [
            {
                "object": one,
                "url": self.url_of(one),
                "tag": tag_of(item_state(one, now)),
            }
            for one in context["page"]
        ]
        return context


class ItemsDeskView(DeskListView[NewsItem]):
    """The news."""

    kind = "item"
    columns = (
        Column("title", gettext_lazy("Title"), ("title",)),
        Column("school", gettext_lazy("School"), ("school__name",)),
        Column("state", gettext_lazy("State")),
        Column("date", gettext_lazy("Shown from"), ("starts_at",)),
    )
    default_sort = "-date"

    def rows(self) -> QuerySet[NewsItem]:
        return items_managed_by(self.actor)


class EventsDeskView(DeskListView[Event]):
    """The events."""

    kind = "event"
    columns = (
        Column("title", gettext_lazy("Title"), ("title",)),
        Column("school", gettext_lazy("School"), ("school__name",)),
        Column("state", gettext_lazy("State")),
        Column("date", gettext_lazy("First day"), ("begins_on",)),
    )
    default_sort = "-date"
    filter_form_class = EventStateFilter

    def rows(self) -> QuerySet[Event]:
        return events_managed_by(self.actor)


class OneItem(Desk, AccessView):
    """Finds a news item among those of the actor."""

    kind = "item"
    permission = staticmethod(can_manage)
    lookup = "uid"

    def visible_objects(self) -> QuerySet[NewsItem]:
        return items_managed_by(self.actor)


class OneEvent(Desk, AccessView):
    """Finds an event among those of the actor."""

    kind = "event"
    permission = staticmethod(can_manage)
    lookup = "uid"

    def visible_objects(self) -> QuerySet[Event]:
        return events_managed_by(self.actor).prefetch_related("exceptions")


class WriteView(DeskCrumbs, FormPageView):
    """A new draft; then its page, on which it is published."""

    permission = staticmethod(can_publish)
    template_name = "news/form.html"
    submit_label = gettext_lazy("Save as a draft")
    success_message = gettext_lazy(
        "Saved as a draft. Nobody sees it before you publish."
    )
    written: Publication

    def get_form_kwargs(self) -> dict[str, Any]:
        schools, is_central = schools_to_publish_for(self.actor)
        return super().get_form_kwargs() | {"scope": Scope(schools, is_central)}

    def get_next_url(self) -> str:
        return self.url_of(self.written)


class DeskForm(DeskCrumbs, ObjectFormPageView[P], Generic[P]):
    """A form below the page of what somebody publishes, to which it leads back."""

    template_name = "news/form.html"

    def parents(self) -> list[tuple[StrOrPromise, str]]:
        return [*super().parents(), (self.object.title, self.url_of(self.object))]

    def get_next_url(self) -> str:
        return self.url_of(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cancel_url=self.url_of(self.object), **kwargs)


class ChangeView(DeskForm[P], Generic[P]):
    """Changing what was written."""

    success_message = gettext_lazy("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        schools, is_central = schools_to_publish_for(self.actor)
        scope = Scope(schools, is_central)
        return super().get_form_kwargs() | {"scope": scope, "publication": self.object}

    def common(self) -> dict[str, Any]:
        """What the form begins with, of what news and events share."""
        rows = list(self.object.audience.select_related("school"))
        named = {row.school for row in rows if row.school and not row.group_id}
        schools = {one.code for one in named if one.pk != self.object.school_id}
        own = {one.code for one in named if schools}
        return {
            "title": self.object.title,
            "text": self.object.text,
            "signed_as": self.object.signed_as,
            "is_public": self.object.is_public,
            "roles": sorted({row.role for row in rows if row.role}),
            "groups": [row.group_id for row in rows if row.group_id],
            "schools": ", ".join(sorted(schools | own)),
        }

    def get_success_message(self) -> str:
        self.object.refresh_from_db()
        if self.object.is_public and not self.object.published_at:
            return _("Saved as a draft. Please publish it: everybody may read it then.")
        return super().get_success_message()


def audience_of(publication: Publication) -> dict[str, list[str]]:
    """Whom it reaches, in words for `news/_audience.html`."""
    rows = list(publication.audience.select_related("school", "group"))
    return {
        "audience_schools": sorted({str(row.school) for row in rows if row.school}),
        "audience_groups": sorted({str(row.group) for row in rows if row.group}),
        "audience_roles": sorted(
            {str(row.get_role_display()) for row in rows if row.role}
        ),
    }


class ManageView(DeskCrumbs, ObjectPageView[P], Generic[P]):
    """What was written as readers see it, its state, and what can be done."""

    template_name = "news/manage.html"

    def get_page_title(self) -> StrOrPromise:
        return self.object.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = item_state(self.object, timezone.now())
        return super().get_context_data(
            state=state.value, tag=tag_of(state), **audience_of(self.object), **kwargs
        )


class PublishView(DeskForm[P], Generic[P]):
    """Says whom it reaches, and asks again if that is everybody."""

    form_class = PublishForm
    template_name = "news/publish.html"
    page_title = gettext_lazy("Publish")
    submit_label = gettext_lazy("Publish")
    success_message = gettext_lazy("Published.")

    def get_success_message(self) -> str:
        item: Publication = self.object
        if isinstance(item, NewsItem) and item.starts_at > timezone.now():
            start = date_format(timezone.localtime(item.starts_at), FORMAT)
            return _("Published. It is shown from %(start)s on.") % {"start": start}
        return super().get_success_message()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"is_public": self.object.is_public}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**audience_of(self.object), **kwargs)

    def perform(self, form: PublishForm, /) -> None:
        is_meant_public = bool(form.cleaned_data.get("is_meant_public"))
        now = timezone.now()
        publish(self.object, is_meant_public=is_meant_public, by=self.actor, at=now)


class DeskButton(Desk, ActionView[P], Generic[P]):
    """A button on the page of what somebody publishes, to which it leads back."""

    def get_next_url(self) -> str:
        return self.url_of(self.object)


class WithdrawView(DeskButton[P], Generic[P]):
    """Nobody reads it any more; it is a draft again."""

    success_message = gettext_lazy("It is a draft again.")

    def perform(self, publication: P, /) -> None:
        withdraw(publication, by=self.actor, at=timezone.now())


class TrashView(DeskButton[P], Generic[P]):
    """Into the trash; its page has the button that takes it out again."""

    success_message = gettext_lazy("In the trash. You can restore it.")

    def perform(self, publication: P, /) -> None:
        move_to_trash(publication, by=self.actor, at=timezone.now())


class RestoreView(DeskButton[P], Generic[P]):
    """Out of the trash, as it was."""

    success_message = gettext_lazy("Restored.")

    def perform(self, publication: P, /) -> None:
        restore(publication, by=self.actor, at=timezone.now())
