"""What the domains above put into the shell: menu, identity and banners.

A domain registers its provider once, in its `apps.py`; the shell asks every
provider on each page and so never learns which domains exist.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class NavItem:
    """A line of the menu. `icon` is a name from the sprite."""

    label: "StrOrPromise"
    url: str
    icon: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class NavSection:
    """A column of the menu; sections of the same title become one."""

    title: "StrOrPromise"
    items: Sequence[NavItem]
    order: int = 100


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is signed in, as the header shows it."""

    name: str
    initials: str
    role: "StrOrPromise" = ""
    school: str = ""
    account_url: str = ""


@dataclass(frozen=True, slots=True)
class Banner:
    """A sentence above the page: planned maintenance or an outage.

    `kind` is `info`, `warning` or `danger`. A `dismiss_url` takes a POST and
    answers htmx with an empty body; outages have none.
    """

    title: "StrOrPromise"
    text: "StrOrPromise"
    kind: str = "warning"
    link_url: str = ""
    link_label: "StrOrPromise" = ""
    dismiss_url: str = ""


NavigationProvider = Callable[[HttpRequest], Iterable[NavSection]]
IdentityProvider = Callable[[HttpRequest], Identity | None]
BannerProvider = Callable[[HttpRequest], Iterable[Banner]]
LinkProvider = Callable[[HttpRequest], Iterable[NavItem]]

_navigation: list[NavigationProvider] = []
_identities: list[IdentityProvider] = []
_banners: list[BannerProvider] = []
_account_links: list[LinkProvider] = []


def register_navigation(provider: NavigationProvider) -> NavigationProvider:
    """Add to the menu whatever `provider` returns for a request."""
    return _register(_navigation, provider)


def register_identity(provider: IdentityProvider) -> IdentityProvider:
    """Let `provider` say who is signed in; the first answer counts."""
    return _register(_identities, provider)


def register_banner(provider: BannerProvider) -> BannerProvider:
    """Add the banners that `provider` returns for a request."""
    return _register(_banners, provider)


def register_account_link(provider: LinkProvider) -> LinkProvider:
    """Add what `provider` returns to the page of the own account."""
    return _register(_account_links, provider)


def _register(providers: list[P], provider: P) -> P:
    # Start-up code may run twice, the menu must not show everything twice.
    if provider not in providers:
        providers.append(provider)
    return provider


def navigation_of(request: HttpRequest) -> list[NavSection]:
    """The menu for a request, in order, without empty sections."""
    found = [section for provider in _navigation for section in provider(request)]
    merged: dict[str, NavSection] = {}
    for section in sorted(found, key=lambda section: section.order):
        title = str(section.title)
        before = merged[title].items if title in merged else ()
        # A page may come twice, from its domain and as a tile: the first counts.
        known = {item.url for item in before}
        new = (item for item in section.items if item.url not in known)
        items = [*before, *(_marked(item, request) for item in new)]
        merged[title] = replace(section, items=items)
    return [section for section in merged.values() if section.items]


def _marked(item: NavItem, request: HttpRequest) -> NavItem:
    return replace(item, is_current=item.is_current or item.url == request.path)


def identity_of(request: HttpRequest) -> Identity | None:
    """Who is signed in, or None for a visitor."""
    answers = (provider(request) for provider in _identities)
    return next((identity for identity in answers if identity), None)


def banners_for(request: HttpRequest) -> list[Banner]:
    """All banners that concern whoever asks."""
    return [banner for provider in _banners for banner in provider(request)]


def account_links_of(request: HttpRequest) -> list[NavItem]:
    """What the domains above add to the page of the own account."""
    return [link for provider in _account_links for link in provider(request)]
