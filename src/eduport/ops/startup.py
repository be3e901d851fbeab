"""What every command does first: read the settings, find the database, start Django."""

import os
import tomllib

import click
from pydantic import ValidationError
from pydantic_settings import SettingsError

from eduport.config.database import EmbeddedPostgresError, start_embedded
from eduport.config.pages import WITHOUT_EDITOR
from eduport.config.schema import Settings, config_path
from eduport.ops.configuration import sentences

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eduport.config.settings")


def read_settings() -> Settings:
    """The settings. Raises ClickException with what is wrong, in sentences."""
    try:
        return Settings()
    except ValidationError as error:
        raise click.ClickException("\n".join(sentences(error))) from error
    except tomllib.TOMLDecodeError as error:
        message = f"{config_path()} is not valid TOML: {error}."
        raise click.ClickException(message) from error
    except (SettingsError, OSError) as error:
        raise click.ClickException(f"The settings cannot be read: {error}.") from error


def prepare() -> Settings:
    """Start the embedded PostgreSQL if no server is configured, then Django."""
    settings = read_settings()
    if not settings.database_url:
        try:
            url = start_embedded(settings.data_dir / "postgres")
        except EmbeddedPostgresError as error:
            raise click.ClickException(str(error)) from error
        # Our child processes find the server by it.
        os.environ["DATABASE_URL"] = url
    import django

    try:
        django.setup()
    except PermissionError as error:
        message = f"The data directory {settings.data_dir} is not ours: {error}."
        raise click.ClickException(message) from error
    _speak_english()
    return settings


def leave_editor_out() -> None:
    """Do not import the editor of the information site: this process serves no pages.

    Its tables stay known, so that erasure reaches them.
    """
    os.environ[WITHOUT_EDITOR] = "1"


def _speak_english() -> None:
    """Let refusals be in the language of all that a command prints."""
    from django.utils import translation

    context = click.get_current_context(silent=True)
    if context:
        context.with_resource(translation.override("en"))
