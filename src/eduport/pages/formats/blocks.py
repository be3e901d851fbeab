"""What a page is made of: text, questions, live parts, pictures, links."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from eduport.pages.formats.links import problem_of
from eduport.pages.formats.markdown import links_of
from eduport.pages.formats.writing import MarkdownInput
from eduport.pages.types import live_block, live_block_choices

WRITING = _(
    "An empty line begins a paragraph. The buttons write the signs: ## heading, "
    "**bold**, - list, [words](/info/page/) link."
)


class MarkdownBlock(blocks.TextBlock):
    """Text in Markdown; what a link must not look like is said at once."""

    @cached_property
    def field(self) -> Any:
        """A box to write in, with buttons for who does not know the signs."""
        field = super().field
        field.widget = MarkdownInput(attrs={"rows": self.rows})
        return field

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        for link in links_of(value or ""):
            if problem := problem_of(link):
                raise ValidationError(problem % {"link": link})
        return value

    class Meta:
        icon = "pilcrow"
        label = _("text")
        rows = 8
        help_text = WRITING


class QuestionBlock(blocks.StructBlock):
    """A question with its answer, to be opened."""

    question = blocks.CharBlock(label=_("question"), max_length=200)
    answer = MarkdownBlock(label=_("answer"))

    class Meta:
        icon = "help"
        label = _("question")


class QuestionsBlock(blocks.StructBlock):
    """Questions, each found by the search on its own."""

    entries = blocks.ListBlock(QuestionBlock(), label=_("questions"))

    class Meta:
        icon = "help"
        label = _("frequent questions")


class LiveChoiceBlock(blocks.ChoiceBlock):
    """A part that is always up to date."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["choices"] = live_block_choices
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not live_block(value):
            raise ValidationError(_("Nobody fills this block. Please remove it."))
        return value

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        # What there is to choose from is no matter of the database.
        return "wagtail.blocks.CharBlock", (), {}

    class Meta:
        icon = "resubmit"
        label = _("live block")


class PictureBlock(blocks.StructBlock):
    """A picture; who does not see it is told what it shows."""

    picture = ImageChooserBlock(label=_("picture"))
    description = blocks.CharBlock(
        label=_("description"),
        max_length=300,
        help_text=_("What can be seen, for people who do not see the picture."),
    )
    caption = blocks.CharBlock(label=_("caption"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("picture")


class NoticeBlock(blocks.StructBlock):
    """A sentence that stands out."""

    kind = blocks.ChoiceBlock(
        label=_("kind"),
        choices=[("note", _("note")), ("warning", _("warning"))],
        default="note",
    )
    text = MarkdownBlock(label=_("text"), rows=3)

    class Meta:
        icon = "info-circle"
        label = _("notice")


class LinkBlock(blocks.StructBlock):
    """One link: to a page of this site, to a file, or elsewhere."""

    label = blocks.CharBlock(label=_("words"), max_length=120)
    page = blocks.PageChooserBlock(label=_("page"), required=False)
    document = DocumentChooserBlock(label=_("file"), required=False)
    address = blocks.CharBlock(label=_("address"), max_length=500, required=False)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        given = [one for one in ("page", "document", "address") if value.get(one)]
        if len(given) != 1:
            raise ValidationError(_("Please give a page, a file or an address."))
        if (link := value.get("address")) and (problem := problem_of(link)):
            raise ValidationError(problem % {"link": link})
        return value

    class Meta:
        icon = "link"
        label = _("link")


class LinksBlock(blocks.StructBlock):
    """A list of links, or one button."""

    style = blocks.ChoiceBlock(
        label=_("appearance"),
        choices=[("list", _("list")), ("buttons", _("buttons"))],
        default="list",
    )
    links = blocks.ListBlock(LinkBlock(), label=_("links"))

    class Meta:
        icon = "link"
        label = _("links")


class BodyBlock(blocks.StreamBlock):
    """The whole text of a page."""

    text = MarkdownBlock()
    faq = QuestionsBlock()
    live = LiveChoiceBlock()
    picture = PictureBlock()
    notice = NoticeBlock()
    links = LinksBlock()
