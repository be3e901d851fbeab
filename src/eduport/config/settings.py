"""Django's settings, derived from the typed ones in `schema.py`."""

import contextlib
import os
import secrets
from math import ceil
from pathlib import Path
from typing import Any

import dj_database_url
from pydantic import SecretStr

from eduport.config.database import socket_url
from eduport.config.mail import smtp_settings
from eduport.config.pages import WAGTAIL_APPS, WITHOUT_EDITOR, wagtail_settings
from eduport.config.schema import Settings

EDUPORT = Settings()
PACKAGE = Path(__file__).parents[1]


def kept_secret(settings: Settings, name: str) -> str:
    """The given secret, or one that is made once and kept in the data directory."""
    given: SecretStr | None = getattr(settings, name)
    if given:
        return given.get_secret_value()
    path = settings.data_dir / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Linked into place when it is whole: of two processes that start at once, one
        # makes it, and nobody ever reads half a secret.
        draft = path.with_name(f"{name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()


def database_url(settings: Settings) -> str:
    """The configured server, or the embedded one that the command line starts."""
    if settings.database_url:
        return settings.database_url.get_secret_value()
    return socket_url(settings.data_dir / "postgres")


SECRET_KEY = kept_secret(EDUPORT, "secret_key")
PAIRWISE_KEY = kept_secret(EDUPORT, "pairwise_key")
AUDIT_KEY = kept_secret(EDUPORT, "audit_key")
DEBUG = EDUPORT.development
ALLOWED_HOSTS = ["*"] if DEBUG else [EDUPORT.public_url.split("//")[1].split(":")[0]]
CSRF_TRUSTED_ORIGINS = [EDUPORT.public_url]

INSTALLED_APPS = [
    "eduport.web",
    "eduport.search",
    "eduport.outbox",
    "eduport.audit",
    "eduport.people",
    "eduport.accounts",
    "eduport.inquiries",
    "eduport.guides",
    "eduport.sync",
    "eduport.sso",
    "eduport.status",
    "eduport.training",
    "eduport.stats",
    "eduport.pages.apps.PagesConfig",
    "eduport.news",
    "eduport.support",
    "eduport.gateway",
    "eduport.administration",
    "eduport.homepages",
    "eduport.portal",
    "eduport.privacy",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "eduport.accounts.apps.LeanSessionsConfig",
    "oauth2_provider",
    *WAGTAIL_APPS,
]
MIDDLEWARE = [
    "eduport.web.reference.ReferenceMiddleware",
    "eduport.homepages.middleware.HostNameMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "eduport.web.middleware.HeadersMiddleware",
    "eduport.web.middleware.MethodsMiddleware",
    "eduport.status.middleware.StandInMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "eduport.accounts.middleware.AdminSessionsMiddleware",
    "eduport.accounts.middleware.DutiesMiddleware",
    "eduport.stats.middleware.CountingMiddleware",
]
ROOT_URLCONF = "eduport.config.urls"
# Only who serves pages imports the editor of the information site: see ADR 29.
SERVES_EDITOR = WITHOUT_EDITOR not in os.environ
WSGI_APPLICATION = "eduport.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "eduport.web.context.shell",
            ]
        },
    }
]

DATABASES = {
    "default": {
        **dj_database_url.parse(
            database_url(EDUPORT),
            engine="eduport.core.postgresql",
            conn_max_age=None,
        ),
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Every queue: a task of another version is done all the same. Ours are in schedule.py.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

CACHES: dict[str, dict[str, Any]]
if EDUPORT.redis_url:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": EDUPORT.redis_url.get_secret_value(),
        }
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.cache"
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "eduport_cache",
            # Django's default of 300 would throw away what a school of people needs.
            "OPTIONS": {"MAX_ENTRIES": 1_000_000},
        }
    }
    SESSION_ENGINE = "eduport.core.sessions"
# Wagtail would keep pictures there with the account of whoever uploaded them.
CACHES["renditions"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
SESSION_COOKIE_AGE = EDUPORT.session_hours * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = EDUPORT.public_url.startswith("https")
SECURE_HSTS_SECONDS = 31536000 if SESSION_COOKIE_SECURE else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if EDUPORT.trusted_proxies else None
)

AUTH_USER_MODEL = "accounts.Account"
# One Argon2 only: with two of the same name every login would hash again.
PASSWORD_HASHERS = [
    "eduport.core.hashers.Argon2idHasher",
    "eduport.core.hashers.RandomSecretHasher",  # for services, never for people
]
# Of one process; together they use the cores, and no core is shared.
PASSWORD_HASHES_AT_A_TIME = ceil((os.cpu_count() or 1) / EDUPORT.workers)

# Accounts. Signing in is by username only; our mail addresses are no contact addresses.
AUTHENTICATION_BACKENDS = ["eduport.accounts.adapters.backend.AccountBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "eduport.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {"reauthenticate": "eduport.accounts.forms.ReauthenticateForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Ours decide (accounts/adapters/step_up.py), not a time that any password begins.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
# A school's computer forgets whoever closes the browser.
ACCOUNT_SESSION_REMEMBER = False
# A school is one address for us: allauth's limits per address would lock it out, and
# ours count otherwise (accounts/services/throttling.py). What is left are the codes of
# second factors, six digits that nobody may guess at leisure.
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "login_failed": "5/5m/key",
    "reauthenticate": "20/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = EDUPORT.trusted_proxies
MFA_ADAPTER = "eduport.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {"add_webauthn": "eduport.accounts.forms.AddPasskeyForm"}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": ""}
# Browsers allow passkeys over plain http on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

# Single sign-on. The models are ours (see sso/models), so these names are for ever.
OAUTH2_PROVIDER_APPLICATION_MODEL = "sso.App"
OAUTH2_PROVIDER_GRANT_MODEL = "sso.Grant"
OAUTH2_PROVIDER_ACCESS_TOKEN_MODEL = "sso.AccessToken"  # noqa: S105 -- a model
OAUTH2_PROVIDER_REFRESH_TOKEN_MODEL = "sso.RefreshToken"  # noqa: S105 -- a model
OAUTH2_PROVIDER = {
    "OIDC_ENABLED": True,
    "OIDC_ISS_ENDPOINT": EDUPORT.public_url,  # never what a Host header says
    "OAUTH2_SERVER_CLASS": "eduport.sso.services.protocol.CodeFlowServer",
    "OAUTH2_VALIDATOR_CLASS": "eduport.sso.services.protocol.Validator",
    "CLIENT_SECRET_HASHER": "sha256_random",
    "PKCE_REQUIRED": True,
    "AUTHORIZATION_CODE_EXPIRE_SECONDS": 60,
    "ACCESS_TOKEN_EXPIRE_SECONDS": 900,
    "ID_TOKEN_EXPIRE_SECONDS": 900,
    "REFRESH_TOKEN_EXPIRE_SECONDS": 14 * 24 * 3600,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https", "http"] if DEBUG else ["https"],
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_SCHEME": not DEBUG,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_MATCHING": True,
    "COMPLIANT_BCP_RFC9700_PKCE_REQUIRED": True,
}

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
# `core` is no app of Django; its few words stand beside it all the same.
LOCALE_PATHS = [PACKAGE / "core/locale"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

FORM_RENDERER = "eduport.web.forms.KernRenderer"

STATIC_URL = "/static/"
STATIC_ROOT = EDUPORT.data_dir / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 31536000
# Development and tests serve the files as they lie in the source.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG

DEFAULT_FROM_EMAIL = SERVER_EMAIL = EDUPORT.mail_from
EMAIL_FILE_PATH = EDUPORT.data_dir / "outbox"
EMAIL_TIMEOUT = 10
if EDUPORT.smtp_url:
    globals().update(smtp_settings(EDUPORT.smtp_url.get_secret_value()))
else:
    EMAIL_BACKEND = "eduport.outbox.clients.folder.FolderBackend"

globals().update(
    wagtail_settings(
        EDUPORT, public_url=EDUPORT.public_url, media=EDUPORT.data_dir / "media"
    )
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "eduport.ops.logs.LineFormatter"},
        "json": {"()": "eduport.ops.logs.JsonFormatter"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": EDUPORT.log_format}
    },
    "root": {"handlers": ["stderr"], "level": EDUPORT.log_level.upper()},
    "loggers": {
        # Django's own handlers would print everything a second time.
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # Anybody can send such requests; they are refused and that is all.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # One line a task is enough, and its arguments are nobody's business.
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "ERROR"},
        # What editors do stands in the history of each page.
        "wagtail": {"level": "WARNING"},
    },
}
