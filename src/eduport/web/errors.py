"""Error pages that show a reference number and need neither database nor session."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from eduport.web.access import public
from eduport.web.context import html_lang
from eduport.web.reference import current_reference, remember_error
from eduport.web.theming import theme_of


@public
@requires_csrf_token
def bad_request(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    """Page for requests that make no sense: `handler400`."""
    return _page(request, "400.html", status=400)


@public
@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Page for faults of ours: `handler500`. A report can name it later."""
    response = _page(request, "500.html", status=500)
    remember_error(request, response)
    return response


def _page(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    # Without the request there are no context processors, which might be what fails.
    context = {
        "theme": theme_of(request),
        "html_lang": html_lang(),
        "reference": current_reference(),
    }
    return HttpResponse(render_to_string(template, context), status=status)
