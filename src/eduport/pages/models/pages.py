"""The pages of the information site, all of one kind, in one tree."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from eduport.core.audience import Audience, narrower
from eduport.core.personal_data import NoPersonalData
from eduport.pages.formats.blocks import BodyBlock
from eduport.pages.formats.writing import german_slug_input
from eduport.pages.types import preview_of
from eduport.people.models import School

HOME, SCHOOLS = "info", "schulen"


class InfoPage(Page):
    """A page: what it says, for whom, and who looks after it."""

    personal_data = NoPersonalData("what an editor wrote for everybody")

    menu_title = models.CharField(
        _("title in the menu"), max_length=60, blank=True, default=""
    )
    summary = models.CharField(
        _("in one sentence"),
        max_length=300,
        blank=True,
        default="",
        help_text=_("Shown above the text, by search engines and in lists."),
    )
    audience = models.CharField(
        _("who may read it"),
        max_length=10,
        choices=Audience,
        default=Audience.SIGNED_IN,
        help_text=_("Never wider than the page above it."),
    )
    # Of this page and all above it; kept by `save` and when something moves.
    reach = models.CharField(
        max_length=10, choices=Audience, default=Audience.ADMINS, editable=False
    )
    keywords = models.CharField(
        _("further words for the search"), max_length=300, blank=True, default=""
    )
    review_months = models.PositiveSmallIntegerField(
        _("to be checked every … months"), default=12
    )
    responsible = models.CharField(
        _("responsible"),
        max_length=254,
        blank=True,
        default="",
        help_text=_(
            "Login of the person who checks the page. Empty: the central team, for "
            "pages of a school its school admins."
        ),
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    # The page under which a school writes; there is one for each that asked.
    school = models.OneToOneField(
        School, on_delete=models.PROTECT, null=True, blank=True, editable=False
    )

    show_in_menus_default = True
    # Who may read is our `audience`; Wagtail's own restrictions would not hold.
    private_page_options: ClassVar[list[str]] = []
    parent_page_types: ClassVar[list[str]] = ["pages.InfoPage"]
    subpage_types: ClassVar[list[str]] = ["pages.InfoPage"]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values)
                & Q(reach__in=Audience.values),
                name="page_audience_is_known",
            ),
            models.CheckConstraint(
                condition=Q(review_months__gte=1, review_months__lte=60),
                name="page_is_reviewed_in_time",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it, open to no more people than the page above."""
        if self.depth == 2:  # noqa: PLR2004 -- the start, whose address is known
            self.slug = HOME
        self.reach = self.audience_within(self._reach_above())
        super().save(*args, **kwargs)

    def _reach_above(self) -> Audience:
        above = InfoPage.objects.filter(
            path=self.path[: -self.steplen], depth=self.depth - 1
        )
        found = above.values_list("reach", flat=True).first()
        return Audience(found or Audience.PUBLIC)

    def audience_within(self, above: Audience) -> Audience:
        """For whom the page is below one for `above`."""
        return narrower(Audience(self.audience), above)

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("audience", required_on_save=True),
        FieldPanel("body"),
    ]
    promote_panels: ClassVar[list[Any]] = [
        FieldPanel(
            "slug",
            heading=_("address"),
            help_text=_("The last part of its address. Old ones lead here, too."),
            widget=german_slug_input(),
        ),
        FieldPanel("menu_title"),
        FieldPanel("show_in_menus"),
        FieldPanel("keywords"),
    ]
    settings_panels: ClassVar[list[Any]] = [
        *Page.settings_panels,
        FieldPanel("responsible"),
        FieldPanel("review_months", required_on_save=True),
    ]

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """Let the editor show the page as visitors would see it."""
        return preview_of(request, self)

    @property
    def short_title(self) -> str:
        return self.menu_title or str(self.title)
