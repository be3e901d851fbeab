"""All settings, typed and documented: the one place where eduPort is configured.

Read from `/etc/eduport/eduport.toml` (or the file that EDUPORT_CONFIG names), then from
environment variables `EDUPORT_…`, which win. Every secret may also be given as a file:
`EDUPORT_SECRET_KEY_FILE=/run/secrets/key`. `docs/operators/settings.md` is made from
this module by `eduport config document`.
"""

import datetime as dt
import os
from email.utils import parseaddr
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from eduport.config.gateway import GatewaySettings
from eduport.config.mail import smtp_problem
from eduport.config.mail_intake import MailIntakeSettings
from eduport.config.news import NewsSettings
from eduport.config.pages import PagesSettings
from eduport.config.statistics import StatisticsSettings
from eduport.config.training import TrainingSettings

DEFAULT_CONFIG = Path("/etc/eduport/eduport.toml")


def config_path() -> Path:
    """The TOML file that is read, whether or not it exists."""
    return Path(os.environ.get("EDUPORT_CONFIG", DEFAULT_CONFIG))


class FileSecretsSource(PydanticBaseSettingsSource):
    """Reads `EDUPORT_<SETTING>_FILE`: the setting's value stands in that file.

    DATABASE_URL and DATABASE_URL_FILE, which many platforms set, are read too.
    """

    def get_field_value(
        self, field: object, field_name: str
    ) -> tuple[str | None, str, bool]:
        names = [f"EDUPORT_{field_name.upper()}"]
        if field_name == "database_url":
            names.append("DATABASE_URL")
            if value := os.environ.get("DATABASE_URL"):
                return value, field_name, False
        paths = [os.environ[f"{name}_FILE"] for name in names if self._names_file(name)]
        value = Path(paths[0]).read_text().strip() if paths else None
        return value, field_name, False

    def _names_file(self, name: str) -> bool:
        return bool(os.environ.get(f"{name}_FILE"))

    def __call__(self) -> dict[str, str]:
        values = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in values.items() if value is not None}


class Feed(BaseModel, extra="forbid"):
    """A directory into which a school administration system puts its export."""

    slug: str = Field(
        pattern=r"^[a-z0-9-]{1,50}$", description="Short name of the source, for good."
    )
    name: str = Field(min_length=1, description="How the source is called on screen.")
    path: Path = Field(description="The directory or archive that is read.")
    time: dt.time = Field(
        default=dt.time(2), description="When, each night, local time."
    )


class StatusCheck(BaseModel, extra="forbid"):
    """A health check that is a command, or that needs a password."""

    name: str = Field(
        pattern=r"^[a-z0-9-]{1,50}$", description="What the page of a component names."
    )
    command: list[str] = Field(
        default=[],
        description="A program and its arguments: all is well if it ends with 0.",
    )
    database_url: SecretStr | None = Field(
        default=None, description="postgresql://… of a database that must answer."
    )


class Settings(
    GatewaySettings,
    MailIntakeSettings,
    PagesSettings,
    StatisticsSettings,
    TrainingSettings,
    NewsSettings,
):
    """What an operator can set. The defaults are safe for production."""

    model_config = SettingsConfigDict(
        env_prefix="EDUPORT_",
        env_ignore_empty=True,
        extra="forbid",
        # An error must not print a secret.
        hide_input_in_errors=True,
    )

    # The installation
    data_dir: Path = Field(
        default=Path("/var/lib/eduport"),
        description="Where eduPort keeps what is not in the database.",
    )
    public_url: str = Field(
        default="http://127.0.0.1:8000",
        pattern=r"^https?://[^/]+$",
        description="The address people type, without a path. It is also the issuer "
        "of every sign-in (OpenID Connect) and must not change later.",
    )
    development: bool = Field(
        default=False,
        description="Allows plain http, demo helpers and detailed error pages. "
        "Never on a server that others can reach.",
    )
    secret_key: SecretStr | None = Field(
        default=None,
        min_length=50,
        description="Signs cookies and links: 50 or more random characters. Made by "
        "itself in the data directory if not given.",
    )
    pairwise_key: SecretStr | None = Field(
        default=None,
        min_length=50,
        description="Makes the pseudonyms by which services know people: 50 or more "
        "random characters. Made by itself in the data directory if not given. Keep it "
        "safe and never change it: everybody would be a stranger to every service, and "
        "addresses of erased people could be given again.",
    )
    audit_key: SecretStr | None = Field(
        default=None,
        min_length=50,
        description="Seals the logs, so that nobody changes them unnoticed: 50 or more "
        "random characters. Made by itself in the data directory if not given. With "
        "another key no log can be verified any more.",
    )
    authority_name: str = Field(
        default="Schulbehörde",
        min_length=1,
        description="The school authority; the first roster makes it.",
    )
    mail_domain: str = Field(
        default="hamburg.de",
        pattern=r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$",
        description="The authority's mail domain. A school's addresses end in its code "
        "and this. Taken when the first roster is read.",
    )
    trusted_proxies: int = Field(
        default=0,
        ge=0,
        description="How many reverse proxies of ours stand before eduPort and add "
        "X-Forwarded-For.",
    )

    # Database and sessions
    database_url: SecretStr | None = Field(
        default=None,
        description="postgresql://user:password@host:port/name, version 15 or newer. "
        "DATABASE_URL is read too. Without it an embedded PostgreSQL is started in "
        "the data directory.",
    )
    redis_url: SecretStr | None = Field(
        default=None,
        description="redis://… for sessions and cache. Without it both live in "
        "PostgreSQL.",
    )

    # The web server
    bind: str = Field(default="127.0.0.1:8000", description="Address and port.")
    workers: int = Field(
        default=2, ge=1, description="Processes; one for each processor core."
    )
    threads: int = Field(
        default=4,
        ge=1,
        description="Threads of one process. Of passwords, only as many are hashed "
        "at a time as there are cores.",
    )

    # The worker
    mail_threads: int = Field(
        default=2,
        ge=1,
        description="How many mails a worker sends at a time.",
    )
    notice_threads: int = Field(
        default=2,
        ge=1,
        description="How many services a worker tells at a time that somebody has "
        "signed out. One that does not answer takes one of them for some seconds.",
    )
    letter_threads: int = Field(
        default=1,
        ge=1,
        description="How many files of letters, slips or lists a worker draws at a "
        "time. Each takes up to 350 MB.",
    )

    # Accounts
    session_hours: int = Field(
        default=10, ge=1, description="A login ends after so many hours."
    )
    login_failures: int = Field(
        default=10, ge=3, description="So many failures lock an account for a while."
    )
    login_lock_minutes: int = Field(
        default=5, ge=1, description="How long an account is locked after them."
    )
    network_failures: int = Field(
        default=1000,
        ge=100,
        description="Failures at so many different accounts from one network within 15 "
        "minutes stop logins from there on devices that are not known to the account. "
        "A whole school is one network.",
    )
    admin_session_minutes: int = Field(
        default=30,
        ge=5,
        description="An Admin-Account is signed out after so many minutes in which "
        "nothing happened.",
    )
    admin_session_hours: int = Field(
        default=8,
        ge=1,
        description="An Admin-Account is signed out after so many hours in any case.",
    )
    second_factor_roles: list[
        Literal["student", "teacher", "specialist", "principal", "office", "external"]
    ] = Field(
        default=[],
        description="Whoever has one of these roles must set up a second factor, such "
        'as ["principal", "office"]. Admin-Accounts always must.',
    )
    second_factor_grace_days: int = Field(
        default=14,
        ge=0,
        description="So many days after their next sign-in these people are only "
        "reminded; then nothing else opens until they have set it up.",
    )
    step_up_minutes: int = Field(
        default=15,
        ge=1,
        description="How long after signing in or confirming something dangerous can "
        "be done without confirming again.",
    )
    activation_days: int = Field(
        default=90, ge=1, description="How long an activation code is valid."
    )
    password_list: Path | None = Field(
        default=None,
        description="A text file of refused passwords, one a line, beside the built-in "
        "list of common ones.",
    )

    # People
    manual_account_days: int = Field(
        default=366,
        ge=1,
        le=366,
        description="How long an account that was made by hand may last at most, and "
        "by how much it may be extended at a time.",
    )
    action_days: int = Field(
        default=90,
        ge=1,
        description="How long it is kept what was done to people by hand, such as a "
        "release for deletion or a merge. After that it cannot be undone any more.",
    )

    # The sync
    brake_percent: int = Field(
        default=10,
        ge=1,
        le=100,
        description="More leavers than this share of a school, or of the whole feed, "
        "hold that school, or everything, until a human approves.",
    )
    switch_on_new_schools: bool = Field(
        default=True,
        description="Pupils of a school that a feed delivers for the first time are "
        "taken at once. Otherwise the central team sets the school's start date.",
    )
    roster_upload_mb: int = Field(
        default=200,
        ge=1,
        description="The largest roster, in megabytes, that the central team can "
        "upload on the page of the sync.",
    )
    journal_days: int = Field(
        default=90,
        ge=1,
        description="How long the plan and the report of a run are kept. They name "
        "people; after that a run cannot be undone any more.",
    )

    # Support
    service_desk_phone: str = Field(
        default="",
        pattern=r"^[+0-9 ()/-]*$",
        description="The telephone number of the service desk, for those who may call.",
    )
    service_desk_mail: str = Field(
        default="",
        pattern=r"^([^@\s]+@[^@\s]+)?$",
        description="The mailbox of the service desk, which hears of new and late "
        "fault reports.",
    )
    ticket_days: int = Field(
        default=180,
        ge=1,
        description=(
            "How long questions and fault reports are kept after they were closed."
        ),
    )

    attachment_mb: int = Field(
        default=10,
        ge=1,
        le=50,
        description="The largest file, in megabytes, that can be sent with a question, "
        "a report or a reply.",
    )
    ticket_files_mb: int = Field(
        default=50,
        ge=1,
        le=1000,
        description="How large all files of one ticket may be together, in megabytes.",
    )

    # Logs
    audit_days: int = Field(
        default=90,
        ge=1,
        description="How long the audit log keeps who did what to whom.",
    )
    security_log_days: int = Field(
        default=90,
        ge=1,
        description="How long security events are kept: passwords, second factors, "
        "attacks.",
    )

    # Groups and the school year
    group_deletion_days: int = Field(
        default=30,
        ge=1,
        description="A group that was deleted is kept so long and can be brought back; "
        "so long the decisions about the classes of a school year can be undone.",
    )

    # Privacy
    deletion_days: int = Field(
        default=60,
        ge=31,
        description="So many days after the release for deletion a person is erased "
        "for good. Until then every mistake of a feed can be undone.",
    )
    unused_deletion_days: int = Field(
        default=60,
        ge=0,
        description="The same for people who never signed in: there is nothing of "
        "theirs to lose but the address, which nobody gets again. 0 erases them in the "
        "next night. More than `deletion_days` has no effect.",
    )
    erasures_per_night: int = Field(
        default=25_000,
        ge=1,
        description="At most so many people are erased in a night; the others follow "
        "in the next one.",
    )
    data_protection_officer: str = Field(
        default="",
        description="Name and address of the data protection officer, for the record "
        "of processing activities and the pages about the own data.",
    )

    data_protection_mail: str = Field(
        default="",
        pattern=r"^([^@\s]+@[^@\s]+)?$",
        description="The mail address of the data protection officer, who hears of "
        "every reading of the log about a person, unless the person's school has one "
        "of its own (`eduport officer`). Without either nobody reads it.",
    )

    feeds: list[Feed] = Field(
        default=[],
        description="The nightly feeds, each a table `[[feeds]]` with slug, name, path "
        "and time.",
    )

    # State of the services
    status_checks: list[StatusCheck] = Field(
        default=[],
        description="Health checks that are commands or databases, each a table "
        "`[[status_checks]]` with name, and command or database_url. The service desk "
        "chooses them by name; no page can start another program.",
    )
    status_export: str = Field(
        default="",
        pattern=r"^(/.+|s3://[a-z0-9.-]+(/[^/].*)?)?$",
        description="Where the status page is exported to: a directory, or "
        "s3://bucket/prefix. Without it `status-page` in the data directory. Another "
        "host should serve it.",
    )
    status_url: str = Field(
        default="",
        pattern=r"^(https?://.+/)?$",
        description="The address at which the exported page is served, with a slash at "
        "the end; feeds and banner lead there.",
    )
    status_s3_endpoint: str = Field(
        default="https://s3.eu-central-1.amazonaws.com",
        pattern=r"^https?://[^/]+$",
        description="The server of the bucket: Amazon's, or one that speaks like it.",
    )
    status_s3_region: str = Field(
        default="eu-central-1", description="The region that requests are signed for."
    )
    status_s3_key: str = Field(default="", description="The access key of the bucket.")
    status_s3_secret: SecretStr | None = Field(
        default=None, description="The secret key of the bucket."
    )

    # Mail
    smtp_url: SecretStr | None = Field(
        default=None,
        description="The mail server: smtp://host:25 for one in the same house, "
        "smtp+starttls://user:password@host:587 or smtps://user:password@host:465. "
        "Without it mail is written to `outbox` in the data directory and reaches "
        "nobody.",
    )
    mail_from: str = Field(
        default="eduport@localhost",
        description="The sender of mail from eduPort, with or without a name: "
        "eduPort <eduport@example.org>. What cannot be delivered comes back there.",
    )

    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="What is written to the log."
    )
    log_format: Literal["line", "json"] = Field(
        default="line",
        description="Lines for people, or one JSON object a line for machines.",
    )

    @field_validator("smtp_url")
    @classmethod
    def _names_a_mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value and (problem := smtp_problem(value.get_secret_value())):
            raise ValueError(problem)
        return value

    @field_validator("mail_from")
    @classmethod
    def _is_one_address(cls, value: str) -> str:
        local, _, domain = parseaddr(value)[1].rpartition("@")
        if not (local and domain and value.isprintable()):
            raise ValueError("it must be one mail address")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put the environment before secret files before the TOML file."""
        return (
            init_settings,
            env_settings,
            FileSecretsSource(settings_cls),
            TomlConfigSettingsSource(settings_cls, toml_file=config_path()),
        )
