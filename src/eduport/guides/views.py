"""The pages of handbook, guides and videos."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from eduport.core.audience import Audience
from eduport.guides.formats.markdown import html_of, sections_of
from eduport.guides.permissions import can_read
from eduport.guides.queries import (
    address_of,
    find_manual,
    find_video,
    manuals_visible_to,
    videos_visible_to,
)
from eduport.guides.rules.reading import neighbours
from eduport.guides.services.printing import printed
from eduport.guides.types import Chapter, Genre, Manual, Video
from eduport.web import csp
from eduport.web.access import AccessView
from eduport.web.views import PageView

PIECE = 64 * 1024
INDEX = ("guides:index", _("Handbook and guides"))


class ShellView(PageView):
    """A page that looks like the portal to whoever signed in, else like its front."""

    def trail(self) -> list[tuple[Any, str]]:
        """What the page lies in, from the outside; not the page itself."""
        name, title = INDEX
        return [(title, reverse(name))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_in = self.actor.is_signed_in
        return super().get_context_data(
            base="web/app.html" if is_in else "web/public.html",
            is_signed_in=is_in,
            trail=self.trail(),
            crumbs=[*self.trail(), (self.get_page_title(), "")],
            **kwargs,
        )


class IndexView(ShellView):
    """All that somebody may read and watch."""

    is_public = True
    template_name = "guides/index.html"
    page_title = INDEX[1]

    def trail(self) -> list[tuple[Any, str]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        manuals = manuals_visible_to(self.actor)
        return super().get_context_data(
            handbooks=[one for one in manuals if one.genre == Genre.HANDBOOK],
            guides=[one for one in manuals if one.genre == Genre.GUIDES],
            videos=videos_visible_to(self.actor),
            **kwargs,
        )


class ReadingMixin(AccessView):
    """A page of a manual; who may open it depends on the manual.

    Visitors are sent to the sign-in only where they may not read as they are.
    """

    permission = staticmethod(can_read)

    @cached_property
    def manual(self) -> Manual:
        found = find_manual(self.kwargs["manual"])
        if not found:
            raise Http404
        return found

    @property
    def audience(self) -> Audience:
        return self.manual.audience

    @property
    def is_public(self) -> bool:  # type: ignore[override]  # of one manual, not all
        return self.audience == Audience.PUBLIC

    def is_permitted(self) -> bool:
        return self.permission(self.actor, self.audience)


class ManualView(ReadingMixin, ShellView):
    """A manual's contents."""

    template_name = "guides/manual.html"

    def get_page_title(self) -> str:
        return self.manual.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        intro = html_of(self.manual.intro, address=self.address)
        chapters = [(one, sections_of(one.source)) for one in self.manual.chapters]
        kwargs |= {"manual": self.manual, "intro": intro, "chapters": chapters}
        return super().get_context_data(**kwargs)

    def address(self, link: str) -> str:
        return address_of(self.manual.slug, link)


class ChapterView(ManualView):
    """One chapter with the way to the others."""

    template_name = "guides/chapter.html"

    @cached_property
    def chapter(self) -> Chapter:
        found = self.manual.find_chapter(self.kwargs["chapter"])
        if not found:
            raise Http404
        return found

    def get_page_title(self) -> str:
        return self.chapter.title

    def trail(self) -> list[tuple[Any, str]]:
        contents = reverse("guides:manual", args=[self.manual.slug])
        return [*super().trail(), (self.manual.title, contents)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        previous, following = neighbours(self.manual.chapters, self.chapter)
        kwargs |= {
            "chapter": self.chapter,
            "text": html_of(self.chapter.source, address=self.address),
            "sections": sections_of(self.chapter.source),
            "previous": previous,
            "following": following,
        }
        return super().get_context_data(**kwargs)


class WholeManualView(ManualView):
    """Everything on one page, to search in it or to print it."""

    template_name = "guides/whole.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        texts = [
            (one, html_of(one.source, address=self.address, prefix=f"{one.slug}--"))
            for one in self.manual.chapters
        ]
        return super().get_context_data(texts=texts, **kwargs)


class PrintedManualView(ReadingMixin):
    """The manual as PDF."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        site = settings.EDUPORT.public_url
        path = printed(self.manual, site=site, at=timezone.now())
        response = StreamingHttpResponse(pieces(path), content_type="application/pdf")
        name = f"eduport-{self.manual.slug}.pdf"
        response["Content-Disposition"] = f'inline; filename="{name}"'
        response["Content-Length"] = str(path.stat().st_size)
        return response


def pieces(path: Path) -> Iterator[bytes]:
    """The file, read while it goes out; not even opened for who wants its size."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


class VideoView(ShellView):
    """A video and all that it says in writing."""

    template_name = "guides/video.html"
    permission = staticmethod(can_read)

    @cached_property
    def video(self) -> Video:
        found = find_video(self.kwargs["video"])
        if not found:
            raise Http404
        return found

    @property
    def is_public(self) -> bool:  # type: ignore[override]  # of one video, not all
        return self.video.audience == Audience.PUBLIC

    def is_permitted(self) -> bool:
        return self.permission(self.actor, self.video.audience)

    def get_page_title(self) -> str:
        return self.video.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        slug = self.video.slug
        kwargs |= {
            "video": self.video,
            "intro": html_of(self.video.intro, address=self.address),
            "film": static(f"guides/videos/{slug}.webm"),
            "captions": static(f"guides/videos/{slug}.de.vtt"),
            "poster": static(f"guides/videos/{slug}.jpg"),
        }
        return super().get_context_data(**kwargs)

    def address(self, link: str) -> str:
        return address_of("videos", link)

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        csp.allow_media(response)
        return response
