"""What Wagtail, the editor of the information site, is told; nothing calls out."""

from pathlib import Path
from typing import Any

from pydantic import Field
from pydantic_settings import BaseSettings

WITHOUT_EDITOR = "EDUPORT_WITHOUT_EDITOR"
"""Set in processes that serve no pages, such as the worker."""
WAGTAIL_APPS = [
    "wagtail.contrib.redirects",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "eduport.pages.apps.EditorProfilesConfig",
    "modelcluster",
    "taggit",
]
"""The parts of Wagtail that we use: without lists of users, forms, embeds, snippets."""


class PagesSettings(BaseSettings):
    """What an operator can set about the information site."""

    page_upload_megabytes: int = Field(
        default=20,
        ge=1,
        le=200,
        description="How large a picture or a document of the information site may be.",
    )
    page_feedback_days: int = Field(
        default=365,
        ge=30,
        description="How long it is kept whether a page of the information site was "
        "helpful, and what was written about it.",
    )


def wagtail_settings(
    settings: PagesSettings, *, public_url: str, media: Path
) -> dict[str, Any]:
    """Django's settings for Wagtail."""
    largest = settings.page_upload_megabytes * 1024 * 1024
    return {
        "MEDIA_ROOT": media,
        # Editors only; everybody else gets files with the page that shows them.
        "MEDIA_URL": "/cms-admin/media/",
        "WAGTAIL_SITE_NAME": "eduPort",
        "WAGTAILADMIN_BASE_URL": public_url,
        "WAGTAILADMIN_LOGIN_URL": "/accounts/login/",
        "WAGTAIL_PASSWORD_MANAGEMENT_ENABLED": False,
        "WAGTAIL_PASSWORD_RESET_ENABLED": False,
        "WAGTAIL_EMAIL_MANAGEMENT_ENABLED": False,
        "WAGTAILUSERS_PASSWORD_ENABLED": False,
        "WAGTAIL_GRAVATAR_PROVIDER_URL": None,
        "WAGTAIL_ENABLE_UPDATE_CHECK": False,
        "WAGTAIL_ENABLE_WHATS_NEW_BANNER": False,
        "WAGTAILEMBEDS_FINDERS": [],
        "WAGTAIL_WORKFLOW_ENABLED": False,
        "WAGTAILADMIN_COMMENTS_ENABLED": False,
        "WAGTAIL_ALLOW_UNICODE_SLUGS": False,
        "WAGTAIL_CONTENT_LANGUAGES": [("de", "Deutsch")],
        "WAGTAILADMIN_PERMITTED_LANGUAGES": [("de", "Deutsch"), ("en", "English")],
        "WAGTAIL_USER_TIME_ZONES": ["Europe/Berlin"],
        "WAGTAILSEARCH_BACKENDS": {
            "default": {
                "BACKEND": "wagtail.search.backends.database",
                "SEARCH_CONFIG": "german",
            }
        },
        "WAGTAILIMAGES_IMAGE_MODEL": "pages.Picture",
        "WAGTAILIMAGES_IMAGE_FORM_BASE": "eduport.pages.forms.PictureForm",
        "WAGTAILIMAGES_EXTENSIONS": ["png", "jpg", "jpeg", "webp"],
        "WAGTAILIMAGES_MAX_UPLOAD_SIZE": largest,
        # A camera's picture; what unpacks to more is no picture for a page.
        "WAGTAILIMAGES_MAX_IMAGE_PIXELS": 50_000_000,
        "WAGTAILDOCS_EXTENSIONS": ["pdf", "odt", "ods", "odp", "docx", "xlsx", "pptx"],
        "WAGTAILDOCS_SERVE_METHOD": "serve_view",
        "WAGTAILREDIRECTS_AUTO_CREATE": True,
    }
