"""What is wrong with the settings, in sentences for the operator."""

import difflib
import importlib.util
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from pydantic import SecretStr, ValidationError
from pydantic_core import ErrorDetails

from eduport.config.database import socket_url
from eduport.config.schema import Settings, config_path

OLDEST_POSTGRES = 15
SECRETS = [
    name
    for name, field in Settings.model_fields.items()
    if "SecretStr" in str(field.annotation)
]
# Read by us, but not a setting.
OTHER_VARIABLES = {"EDUPORT_CONFIG", "EDUPORT_TEST_DIR", "EDUPORT_SUPERVISOR"}


def sentences(error: ValidationError) -> list[str]:
    """A validation error as sentences. Never shows a value: it may be a secret."""
    return [_sentence(details) for details in error.errors(include_input=False)]


def problems_of(settings: Settings) -> list[str]:
    """Everything that would go wrong with valid settings, before it does."""
    return [
        *unknown_variables(),
        *_config_file(settings),
        *_safety(settings),
        *_directories(settings),
        *_secret_files(settings),
        *_feeds(settings),
        *_status_export(settings),
        *_redis(settings),
        *database_problems(settings),
    ]


def unknown_variables() -> Iterator[str]:
    """Environment variables that look like ours and are not."""
    known = {f"EDUPORT_{name.upper()}" for name in Settings.model_fields}
    known |= {f"{name}_FILE" for name in known} | OTHER_VARIABLES
    for name in sorted(os.environ):
        if name.startswith("EDUPORT_") and name not in known:
            yield f"There is no setting {name}.{_suggestion(name, known)}"


def database_problems(settings: Settings) -> Iterator[str]:
    """What is wrong with the configured server; nothing if there is none."""
    if not settings.database_url:
        return
    url = settings.database_url.get_secret_value()
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version // 10000
    except (psycopg.Error, UnicodeError) as error:
        reason = str(error).strip().splitlines()[:1]
        yield f"The database does not answer: {_without(url, ''.join(reason))}."
        return
    if version < OLDEST_POSTGRES:
        yield (
            f"The database is PostgreSQL {version}. "
            f"eduPort needs version {OLDEST_POSTGRES} or newer."
        )


def embedded_url(settings: Settings) -> str | None:
    """The URL of the embedded server if it has ever been started."""
    directory = settings.data_dir / "postgres"
    try:
        return socket_url(directory) if (directory / "PG_VERSION").exists() else None
    except OSError:
        return None


def _sentence(details: ErrorDetails) -> str:
    place = ".".join(str(part) for part in details["loc"])
    if details["type"] == "extra_forbidden":
        return (
            f"There is no setting {place}.{_suggestion(place, Settings.model_fields)}"
        )
    if place == "secret_key":
        return "secret_key is too short: it needs 50 or more random characters."
    if place == "public_url":
        return "public_url must be http:// or https:// and a host, without a path."
    message = details["msg"].removeprefix("Value error, ")
    return f"{place} is not right: {message[0].lower()}{message[1:]}."


def _suggestion(name: str, known: object) -> str:
    names = [str(key) for key in known] if hasattr(known, "__iter__") else []
    close = difflib.get_close_matches(name, names, n=1)
    return f" Did you mean {close[0]}?" if close else ""


def _config_file(settings: Settings) -> Iterator[str]:
    path = config_path()
    if "EDUPORT_CONFIG" in os.environ and not path.is_file():
        yield f"EDUPORT_CONFIG names {path}, which does not exist."
    if path.is_file() and any(name in path.read_text() for name in SECRETS):
        yield from _is_private(path)


def _safety(settings: Settings) -> Iterator[str]:
    is_local = settings.bind.startswith(("127.", "localhost:", "[::1]:"))
    if settings.development:
        if not is_local:
            yield (
                f"development is on and bind is {settings.bind}: others can reach it. "
                "Switch development off."
            )
        return
    if not settings.public_url.startswith("https://"):
        yield (
            f"public_url is {settings.public_url}: people would send their passwords "
            "unprotected. Give the https:// address, or switch development on."
        )
    elif is_local and not settings.trusted_proxies:
        yield (
            "bind is local, so a reverse proxy stands before eduPort, but "
            "trusted_proxies is 0: set it to 1."
        )


def _directories(settings: Settings) -> Iterator[str]:
    path = settings.data_dir
    if not path.exists():
        path = next(parent for parent in path.parents if parent.exists())
    if not os.access(path, os.W_OK):
        yield f"data_dir is {settings.data_dir}, where this account may not write."
    if settings.password_list and not settings.password_list.is_file():
        yield f"password_list names {settings.password_list}, which does not exist."


def _secret_files(settings: Settings) -> Iterator[str]:
    names = [f"EDUPORT_{name.upper()}_FILE" for name in SECRETS] + ["DATABASE_URL_FILE"]
    paths = [Path(os.environ[name]) for name in names if os.environ.get(name)]
    for path in [*paths, settings.data_dir / "secret_key"]:
        # Docker and Kubernetes mount secrets readable, in a place of their own.
        if path.is_file() and not path.is_relative_to("/run/secrets"):
            yield from _is_private(path)


def _is_private(path: Path) -> Iterator[str]:
    if path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
        yield f"Everybody on this machine can read {path}: chmod o= {path}"


def _feeds(settings: Settings) -> Iterator[str]:
    slugs = [feed.slug for feed in settings.feeds]
    for slug in sorted({slug for slug in slugs if slugs.count(slug) > 1}):
        yield f"Two feeds have the slug {slug}."
    for feed in settings.feeds:
        if not feed.path.exists():
            yield f"The feed {feed.slug} is read from {feed.path}, which is not there."


def _status_export(settings: Settings) -> Iterator[str]:
    has_key = settings.status_s3_key and settings.status_s3_secret
    if settings.status_export.startswith("s3://") and not has_key:
        yield (
            "status_export is a bucket, but status_s3_key or status_s3_secret is "
            "missing."
        )
    for check in settings.status_checks:
        if bool(check.command) == bool(check.database_url):
            yield (
                f"The status check {check.name} needs either a command or a "
                "database_url."
            )


def _redis(settings: Settings) -> Iterator[str]:
    if not settings.redis_url:
        return
    if importlib.util.find_spec("redis") is None:
        yield "redis_url is set, but the package is missing: pip install eduport[redis]"
        return
    import redis

    url = settings.redis_url.get_secret_value()
    try:
        redis.Redis.from_url(url, socket_connect_timeout=5).ping()
    except (redis.RedisError, ValueError) as error:
        yield f"Redis does not answer: {_without(url, str(error))}."


def _without(url: str, text: str) -> str:
    """The text without the URL's password."""
    password = urlsplit(url).password
    return text.replace(password, "***") if password else text


def masked(settings: Settings) -> dict[str, str]:
    """All settings as they are written, secrets as stars."""
    return {name: _shown(getattr(settings, name)) for name in Settings.model_fields}


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return "***"
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
