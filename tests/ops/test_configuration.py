"""What `eduport config check` says."""

import pytest
from click.testing import CliRunner

from eduport.config.schema import Settings
from eduport.ops.cli import main
from eduport.ops.configuration import masked, problems_of

SECRET = "not for everybody " * 4


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """A production environment in which everything is right."""
    for name in ("EDUPORT_DEVELOPMENT", "DATABASE_URL", "EDUPORT_LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EDUPORT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("EDUPORT_PUBLIC_URL", "https://portal.example.org")
    monkeypatch.setenv("EDUPORT_TRUSTED_PROXIES", "1")
    monkeypatch.setenv("EDUPORT_CONFIG", str(tmp_path / "eduport.toml"))
    (tmp_path / "eduport.toml").write_text("workers = 3\n")
    return monkeypatch


def check():
    return CliRunner().invoke(main, ["config", "check"])


def test_right_settings_are_right(environment):
    result = check()

    assert (result.exit_code, result.output) == (0, "The settings are right.\n")


def test_an_unknown_key_is_named_with_the_likely_one(environment, tmp_path):
    (tmp_path / "eduport.toml").write_text("trusted_proxy = 1\n")

    result = check()

    sentence = "There is no setting trusted_proxy. Did you mean trusted_proxies?"
    assert (result.exit_code, sentence in result.output) == (1, True)


def test_an_unknown_variable_is_named_with_the_likely_one(environment):
    environment.setenv("EDUPORT_WORKRES", "3")

    assert check().output == (
        "There is no setting EDUPORT_WORKRES. Did you mean EDUPORT_WORKERS?\n"
    )


def test_a_short_secret_is_refused_and_not_shown(environment):
    environment.setenv("EDUPORT_SECRET_KEY", "hunter2")

    assert check().output == (
        "Error: secret_key is too short: it needs 50 or more random characters.\n"
    )


def test_plain_http_is_refused_without_development(environment):
    environment.setenv("EDUPORT_PUBLIC_URL", "http://portal.example.org")

    (problem,) = problems_of(Settings())

    assert problem.startswith("public_url is http://portal.example.org: people would")


def test_development_is_refused_where_others_can_reach_it(environment):
    environment.setenv("EDUPORT_DEVELOPMENT", "true")
    environment.setenv("EDUPORT_BIND", "0.0.0.0:8000")

    (problem,) = problems_of(Settings())

    assert problem.startswith("development is on and bind is 0.0.0.0:8000")


def test_a_silent_database_is_named_without_its_password(environment, tmp_path):
    url = f"postgresql://ada:hunter2@/eduport?host={tmp_path}"
    environment.setenv("DATABASE_URL", url)

    (problem,) = problems_of(Settings())

    assert problem.startswith("The database does not answer: ")
    assert "hunter2" not in problem


def test_a_public_secret_file_is_refused(environment, tmp_path):
    key = tmp_path / "key"
    key.write_text(SECRET)
    key.chmod(0o644)
    environment.setenv("EDUPORT_SECRET_KEY_FILE", str(key))

    assert problems_of(Settings()) == [
        f"Everybody on this machine can read {key}: chmod o= {key}"
    ]


def test_a_broken_toml_file_is_named_with_the_line(environment, tmp_path):
    (tmp_path / "eduport.toml").write_text("workers = \n")

    result = check()

    assert result.exit_code == 1
    assert "eduport.toml is not valid TOML: Invalid value (at line 1" in result.output


def test_feeds_must_be_there_and_have_different_names(environment, tmp_path):
    feed = f'[[feeds]]\nslug = "sis"\nname = "SIS"\npath = "{tmp_path}/absent"\n'
    (tmp_path / "eduport.toml").write_text(feed * 2)

    absent = f"The feed sis is read from {tmp_path}/absent, which is not there."
    assert problems_of(Settings()) == ["Two feeds have the slug sis.", absent, absent]


@pytest.mark.parametrize("name", ["DATABASE_URL", "EDUPORT_DATABASE_URL"])
def test_the_database_can_be_given_as_a_file(environment, tmp_path, name):
    file = tmp_path / "url"
    file.write_text("postgresql://db.example.org/eduport\n")
    environment.setenv(f"{name}_FILE", str(file))

    shown = Settings().database_url.get_secret_value()

    assert shown == "postgresql://db.example.org/eduport"


def test_the_environment_wins_over_the_file(environment):
    assert Settings().workers == 3

    environment.setenv("EDUPORT_WORKERS", "5")

    assert Settings().workers == 5


def test_secrets_are_shown_as_stars(environment):
    environment.setenv("EDUPORT_SECRET_KEY", SECRET)

    shown = masked(Settings())

    assert (shown["secret_key"], shown["workers"]) == ("***", "3")
    assert SECRET not in str(shown)


def test_a_bucket_without_its_key_and_a_check_without_a_target_are_found(monkeypatch):
    monkeypatch.setenv("EDUPORT_STATUS_EXPORT", "s3://schule-status")
    monkeypatch.setenv("EDUPORT_STATUS_CHECKS", '[{"name": "disk"}]')

    found = problems_of(Settings())

    assert [one for one in found if "status" in one and "absent" not in one] == [
        "status_export is a bucket, but status_s3_key or status_s3_secret is missing.",
        "The status check disk needs either a command or a database_url.",
    ]
