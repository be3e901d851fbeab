"""Start-up of `pages`, and of the one table of Wagtail that we do not want to show."""

from importlib import import_module

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class PagesConfig(AppConfig):
    """Joins the editor to our rights, and keeps the search in line."""

    name = "eduport.pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from eduport.pages import panels, receivers  # noqa: F401, PLC0415 -- registers


class EditorProfilesConfig(WagtailUsersAppConfig):
    """Wagtail's table of profiles, which its pages join; without its lists of users.

    Those would show every pupil, and they want a user with groups. Who may edit follows
    from appointments; nobody ever gets a profile.
    """

    default = False

    def import_models(self) -> None:
        """Have the table, and no `wagtail_hooks`: Wagtail looks for it in `module`."""
        super().import_models()
        self.module = import_module("eduport.pages.adapters")
