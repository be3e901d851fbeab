"""What `support` puts into the menu."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from eduport.support.permissions import can_answer_questions
from eduport.web.actors import actor_of
from eduport.web.navigation import NavItem, NavSection, register_navigation


@register_navigation
def support_menu(request: HttpRequest) -> Iterator[NavSection]:
    """The questions of the school, for those who answer them."""
    if can_answer_questions(actor_of(request)):
        item = NavItem(_("Questions"), reverse("support:questions"), "forum")
        yield NavSection(_("Administration"), [item], order=84)
