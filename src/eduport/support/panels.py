"""What `support` puts into the menu."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from eduport.support.permissions import (
    can_answer_questions,
    can_decide_about_mail,
    can_work_at_desk,
)
from eduport.web.actors import actor_of
from eduport.web.navigation import NavItem, NavSection, register_navigation


@register_navigation
def support_menu(request: HttpRequest) -> Iterator[NavSection]:
    """Questions of the school, checking callers."""
    actor = actor_of(request)
    items = []
    if can_answer_questions(actor):
        items.append(NavItem(_("Questions"), reverse("support:questions"), "forum"))
    if can_work_at_desk(actor):
        items.append(
            NavItem(_("Fault reports"), reverse("support:queue"), "support_agent")
        )
        caller = reverse("support:check_caller")
        items.append(NavItem(_("Check a caller"), caller, "fact_check"))
    if settings.EDUPORT.mail_intake_domain and can_decide_about_mail(actor):
        items.append(NavItem(_("Answers by mail"), reverse("support:mails"), "mail"))
    if items:
        yield NavSection(_("Administration"), items, order=84)
