"""Base classes of our views: pages, lists, forms and buttons."""

from functools import cached_property
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView, TemplateView
from django.views.generic.base import ContextMixin
from django_stubs_ext import StrOrPromise

from eduport.core.errors import DomainError
from eduport.web.access import AccessView
from eduport.web.targets import safe_target

M = TypeVar("M", bound=Model)


class ObjectView(AccessView, Generic[M]):
    """Base of views of one object: finds it among those the actor may see.

    `permission` takes the actor and the object. What is not among
    `visible_objects` is 404, what is visible but not permitted is 403.
    """

    lookup = "pk"

    def visible_objects(self) -> QuerySet[M]:
        raise NotImplementedError

    @cached_property
    def object(self) -> M:
        key = {self.lookup: self.kwargs[self.lookup]}
        return get_object_or_404(self.visible_objects(), **key)

    def is_permitted(self) -> bool:
        # First the object: whoever must not see it learns nothing from a 403.
        found = self.object
        return hasattr(self, "permission") and self.permission(self.actor, found)


class PageContext(ContextMixin):
    """Gives the template `page_title`, which stands in tab and heading."""

    page_title: StrOrPromise = ""

    def get_page_title(self) -> StrOrPromise:
        return self.page_title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("page_title", self.get_page_title())
        return super().get_context_data(**kwargs)


class PageView(AccessView, PageContext, TemplateView):
    """A page to look at."""


class ObjectPageView(ObjectView[M], PageContext, TemplateView):
    """A page that shows one object; the template calls it `object`."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object=self.object, **kwargs)


class NextMixin(AccessView):
    """Where to go, and what to say, when something was done."""

    success_message: StrOrPromise = ""
    next_url: StrOrPromise = "/"

    def get_next_url(self) -> str:
        """Where to go next; a form may name another page of ours in `next`."""
        return safe_target(
            self.request, self.request.POST.get("next"), str(self.next_url)
        )

    def get_success_message(self) -> str:
        return str(self.success_message)

    def succeeded(self) -> HttpResponse:
        if message := self.get_success_message():
            messages.success(self.request, message)
        return redirect(self.get_next_url())


class CommandView(NextMixin):
    """A button that concerns no single object: on POST do one thing."""

    http_method_names = ["post"]

    def run(self) -> None:
        """Do it. A DomainError is shown to the person."""
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            self.run()
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(self.get_next_url())
        return self.succeeded()


class ActionView(ObjectView[M], CommandView):
    """A button: on POST do one thing to one object, say how it went, go on."""

    def perform(self, obj: M, /) -> None:
        """Do it to the object. A DomainError is shown to the person."""
        raise NotImplementedError

    def run(self) -> None:
        self.perform(self.object)


class FormPageView(NextMixin, PageContext, FormView[Any]):
    """A page with a form: shows it, checks it, does what it asks for.

    A form with errors comes back with status 422, a DomainError stands above
    the form. The template may be left as it is.
    """

    template_name = "web/form_page.html"
    intro: StrOrPromise = ""
    submit_label: StrOrPromise = ""

    def perform(self, form: Any, /) -> None:
        """Do what the valid form asks for. A DomainError is shown above it."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.perform(form)
        except DomainError as error:
            field = error.field if error.field in form.fields else None
            form.add_error(field, str(error))
            return self.form_invalid(form)
        return self.succeeded()

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            intro=self.intro, submit_label=self.submit_label, **kwargs
        )


class ObjectFormPageView(ObjectView[M], FormPageView):
    """A page with a form about one object; the template calls it `object`."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object=self.object, **kwargs)
