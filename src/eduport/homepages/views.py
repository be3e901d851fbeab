"""The pages of schools, what other homepages read, and editing them."""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from eduport.homepages.formats.embedding import LANGUAGES, embedded
from eduport.homepages.forms import ContentForm, HostForm
from eduport.homepages.models import Homepage, HomepagePicture, HomepageVersion
from eduport.homepages.permissions import (
    can_edit_homepage,
    can_edit_homepages,
    can_name_hosts,
    can_see,
)
from eduport.homepages.queries.homepages import (
    editable_schools,
    find_draft,
    published_versions,
    readable_pictures,
    shown_homepages,
    shown_version,
)
from eduport.homepages.queries.showing import shown_of
from eduport.homepages.services import editing
from eduport.people.models import School
from eduport.web.access import public
from eduport.web.views import (
    ActionView,
    ObjectFormPageView,
    ObjectPageView,
    ObjectView,
    PageView,
)

SCRIPT = "homepages/eduport-school.js"
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""For what other sites may read: the script and the JSON, and nothing else."""


def portal_url() -> str:
    return str(settings.EDUPORT.public_url)


def language_of(request: HttpRequest) -> str:
    """The language that the address asks for, else that of the reader."""
    asked = request.GET.get("language", "")[:2]
    return asked if asked in LANGUAGES else (get_language() or "de")[:2]


class HomepageView(ObjectPageView[Homepage]):
    """The page of a school, for everybody."""

    is_public = True
    permission = staticmethod(can_see)
    template_name = "homepages/page.html"

    @cached_property
    def object(self) -> Homepage:
        return get_object_or_404(shown_homepages(), school__code=self.kwargs["code"])

    def get_page_title(self) -> str:
        return self.object.school.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_own_name = getattr(self.request, "is_under_own_name", False)
        return super().get_context_data(
            base="homepages/bare.html" if is_own_name else "web/public.html",
            version=shown_version(self.object),
            shown=public_of(self.request, self.object.school),
            portal=portal_url(),
            **kwargs,
        )


def public_of(request: HttpRequest, school: School) -> Any:
    """What is public of a school now."""
    language = language_of(request)
    return shown_of(school, at=timezone.now(), portal=portal_url(), language=language)


class PictureView(ObjectView[HomepagePicture]):
    """A picture of a page that is shown, or of one's own draft."""

    is_public = True
    lookup = "uid"
    http_method_names = ["get", "head"]

    def visible_objects(self) -> QuerySet[HomepagePicture]:
        return readable_pictures(self.actor)

    def get(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        headers = {
            "Content-Type": self.object.media_type,
            "Content-Disposition": "inline",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, max-age=3600",
        }
        return HttpResponse(bytes(self.object.content), headers=headers)


@public
@require_safe
def as_json(request: HttpRequest, code: str) -> HttpResponseBase:
    """What is public of a school, for its homepage elsewhere; no cookie, no login."""
    homepage = get_object_or_404(shown_homepages(), school__code=code)
    language = language_of(request)
    content = embedded(public_of(request, homepage.school), language)
    return _answered(request, content, "application/json", "public, max-age=60")


@public
@require_safe
def script(request: HttpRequest) -> HttpResponseBase:
    """The element for other homepages, at an address that stays."""
    content, _hash = script_and_hash()
    kind = "text/javascript; charset=utf-8"
    return _answered(request, content, kind, "public, max-age=86400")


def _answered(
    request: HttpRequest, content: bytes, kind: str, cached: str
) -> HttpResponseBase:
    """The content, or that it is the same as before (RFC 9110 §13.1.2)."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = OPEN | {"Cache-Control": cached, "ETag": etag}
    fresh = HttpResponse(content, content_type=kind, headers=headers)
    answer = get_conditional_response(request, etag=etag, response=fresh) or fresh
    for name, value in OPEN.items():
        answer[name] = value
    return answer


@cache
def script_and_hash() -> tuple[bytes, str]:
    """The script, and its hash as `integrity` wants it (SRI §3.1)."""
    path = finders.find(SCRIPT)
    if path:
        with open(path, "rb") as file:  # noqa: PTH123 -- a path from Django
            content = file.read()
    else:
        with staticfiles_storage.open(SCRIPT) as kept:
            content = kept.read()
    digest = b64encode(hashlib.sha384(content).digest()).decode()
    return content, f"sha384-{digest}"


class ChooseView(PageView):
    """The schools whose page somebody may edit; of one the page itself."""

    permission = staticmethod(can_edit_homepages)
    template_name = "homepages/choose.html"
    page_title = _("School homepages")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        schools = list(editable_schools(self.actor)[:2])
        if len(schools) == 1:
            return redirect("homepages:desk", code=schools[0].code)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        schools = editable_schools(self.actor).select_related("homepage")
        return super().get_context_data(
            schools=schools, crumbs=[(self.page_title, "")], **kwargs
        )


class SchoolView(ObjectView[School]):
    """Base of what is about the page of one school."""

    permission = staticmethod(can_edit_homepage)
    lookup = "code"

    def visible_objects(self) -> QuerySet[School]:
        return editable_schools(self.actor)

    def at_desk(self) -> str:
        return reverse("homepages:desk", args=[self.object.code])

    def crumbs(self, title: object) -> list[tuple[object, str]]:
        return [
            (_("School homepages"), reverse("homepages:choose")),
            (self.object.name, self.at_desk()),
            (title, ""),
        ]


class DeskView(SchoolView, ObjectPageView[School]):
    """How the page is: switched on, published, drafted; the buttons."""

    template_name = "homepages/desk.html"
    page_title = _("School homepage")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        school = self.object
        return super().get_context_data(
            homepage=Homepage.objects.filter(school=school).first(),
            draft=find_draft(school),
            versions=list(published_versions(school)),
            can_name_hosts=can_name_hosts(self.actor, school),
            portal=portal_url(),
            crumbs=self.crumbs(self.page_title)[:2],
            **kwargs,
        )


class WriteView(SchoolView, ObjectFormPageView[School]):
    """Write a draft; it is looked at before it is published."""

    form_class = ContentForm
    page_title = _("Write the homepage")
    submit_label = _("Save and look at it")

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        known = find_draft(self.object) or published_versions(self.object).first()
        return kwargs | {"instance": known or HomepageVersion()}

    def perform(self, form: ContentForm, /) -> None:
        editing.save_draft(
            School.objects.get(pk=self.object.pk),
            form.content,
            picture=form.upload,
            is_without_picture=form.is_picture_removed,
            by=self.actor,
            at=timezone.now(),
        )

    def get_next_url(self) -> str:
        return reverse("homepages:preview", args=[self.object.code])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            crumbs=self.crumbs(self.page_title), cancel_url=self.at_desk(), **kwargs
        )


class PreviewView(SchoolView, ObjectPageView[School]):
    """The draft as everybody would see it, with the buttons to publish it or not."""

    template_name = "homepages/preview.html"

    def get_page_title(self) -> str:
        return self.object.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = find_draft(self.object)
        if draft is None:
            raise Http404
        return super().get_context_data(
            version=draft,
            shown=public_of(self.request, self.object),
            portal=portal_url(),
            **kwargs,
        )


class DeskActionView(SchoolView, ActionView[School]):
    """Base of the buttons."""

    def get_next_url(self) -> str:
        return self.at_desk()


class PublishView(DeskActionView):
    success_message = _("Published. Everybody who looks at the page sees it now.")

    def perform(self, school: School, /) -> None:
        editing.publish_draft(school, by=self.actor, at=timezone.now())


class TakeBackView(DeskActionView):
    success_message = _("The version before is shown again. The other is your draft.")

    def perform(self, school: School, /) -> None:
        editing.take_back(school, by=self.actor, at=timezone.now())


class DiscardView(DeskActionView):
    success_message = _("The draft is gone. What was published stays.")

    def perform(self, school: School, /) -> None:
        editing.discard_draft(school, by=self.actor, at=timezone.now())


class SwitchOnView(DeskActionView):
    success_message = _("The page is switched on: everybody can see it.")

    def perform(self, school: School, /) -> None:
        editing.switch_on(school, by=self.actor, at=timezone.now())


class SwitchOffView(DeskActionView):
    success_message = _("The page is switched off: nobody can see it.")

    def perform(self, school: School, /) -> None:
        editing.switch_off(school, by=self.actor, at=timezone.now())


class NameHostView(SchoolView, ObjectFormPageView[School]):
    """The name of its own under which a page is found."""

    permission = staticmethod(can_name_hosts)
    needs_step_up = True
    form_class = HostForm
    page_title = _("Name of the homepage")
    success_message = _("The name is stored. It works within a minute.")

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        known = Homepage.objects.filter(school=self.object).first()
        return kwargs | {"instance": known or Homepage(school=self.object)}

    def perform(self, form: HostForm, /) -> None:
        name = form.cleaned_data["host_name"] or ""
        editing.name_host(self.object, name, by=self.actor, at=timezone.now())

    def get_next_url(self) -> str:
        return self.at_desk()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            crumbs=self.crumbs(self.page_title), cancel_url=self.at_desk(), **kwargs
        )


class SnippetView(SchoolView, ObjectPageView[School]):
    """What to copy into any homepage, and how it looks."""

    template_name = "homepages/snippet.html"
    page_title = _("For your own homepage")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = self.object.code
        _content, integrity = script_and_hash()
        return super().get_context_data(
            is_shown=shown_homepages().filter(school=self.object).exists(),
            portal=portal_url(),
            script_url=portal_url() + reverse("homepages:script"),
            page_url=portal_url() + reverse("homepages:page", args=[code]),
            login_url=portal_url() + reverse("account_login"),
            status_url=portal_url() + reverse("status:page"),
            integrity=integrity,
            feeds=list(feeds_of(code)),
            crumbs=self.crumbs(self.page_title),
            **kwargs,
        )


OF_SCHOOL: Mapping[str, Any] = {
    "news:school_atom": _("News (Atom)"),
    "news:school_json": _("News (JSON Feed)"),
    "news:school_ics": _("Events (iCalendar)"),
}


def feeds_of(code: str) -> Any:
    """The feeds of a school: name and address."""
    for name, label in OF_SCHOOL.items():
        yield label, portal_url() + reverse(name, args=[code])
    status = f"{reverse('status:atom')}?school={code}"
    yield _("State of the services (Atom)"), portal_url() + status
