"""What the API can do: for programs, and to read."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy

from eduport.gateway.api.documents import document
from eduport.gateway.api.problems import CODES
from eduport.gateway.formats.documents import shown_operations, shown_shapes
from eduport.gateway.models import Scope
from eduport.web.access import AccessView
from eduport.web.views import PageView


class OpenAPIView(AccessView):
    """The OpenAPI document. Says nothing that is not in the source."""

    is_public = True
    http_method_names = ["get", "head"]

    def get(self, _request: HttpRequest) -> HttpResponse:
        return JsonResponse(
            document(),
            json_dumps_params={"ensure_ascii": False},
            headers={"Cache-Control": "max-age=300"},
        )


class DocumentsView(PageView):
    """The same to read: drawn here, without a script."""

    is_public = True
    http_method_names = ["get", "head"]
    template_name = "gateway/documents.html"
    page_title = gettext_lazy("API of the service desk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            operations=shown_operations(document()),
            shapes=shown_shapes(document()),
            scopes=Scope.choices,
            problems=[(status, *CODES[status]) for status in CODES],
            **kwargs,
        )
