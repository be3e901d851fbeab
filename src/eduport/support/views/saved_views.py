"""Saving views of the queue, and removing them."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eduport.support.forms.desk import SaveViewForm
from eduport.support.models import SavedView
from eduport.support.permissions import can_remove_view, can_work_at_desk
from eduport.support.queries.desk import views_visible_to
from eduport.support.services.saved_views import remove_view, save_view
from eduport.web.access import AccessView
from eduport.web.views import ActionView


class SaveViewView(AccessView):
    """The filters of the queue get a name."""

    permission = staticmethod(can_work_at_desk)
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SaveViewForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Please give the view a name."))
            return redirect("support:queue")
        values = form.cleaned_data
        view = save_view(
            values["name"],
            values["query"],
            is_shared=values["is_shared"],
            by=self.actor,
            at=timezone.now(),
        )
        messages.success(request, _("The view was saved."))
        return redirect(f"{reverse('support:queue')}?{view.query}")


class RemoveViewView(ActionView[SavedView]):
    """The button “Remove” beside an own view."""

    permission = staticmethod(can_remove_view)
    success_message = gettext_lazy("The view was removed.")

    def visible_objects(self) -> QuerySet[SavedView]:
        if not can_work_at_desk(self.actor):
            return SavedView.objects.none()
        return views_visible_to(self.actor)

    def perform(self, view: SavedView, /) -> None:
        remove_view(view, by=self.actor, at=timezone.now())

    def get_next_url(self) -> str:
        return reverse("support:queue")
