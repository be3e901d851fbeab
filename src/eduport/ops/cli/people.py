"""Commands about people: `address`."""

import re

import click
import psycopg

from eduport.ops.configuration import embedded_url
from eduport.ops.startup import read_settings
from eduport.people.rules.addresses import NoLettersError, bare_address, mail_domain

# RFC 1035 §2.3.1, as in people.models.schools, which would need Django.
IS_CODE = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?").fullmatch
AUTHORITY_DOMAIN = """
    SELECT authority.mail_domain FROM people_schoolauthority AS authority
    JOIN people_school AS school ON school.authority_id = authority.id
    WHERE school.code = %s
"""


class RefusedError(click.ClickException):
    """The input is wrong."""

    exit_code = 2


@click.command()
@click.option("--given", required=True, help="All given names.")
@click.option("--family", required=True, help="The whole surname.")
@click.option("--call", default="", help="The call name, if there is one.")
@click.option("--school", "code", required=True, help="The school's code.")
def address(given: str, family: str, call: str, code: str) -> None:
    """Print the address that a name gives, before anybody looks for namesakes."""
    code = code.strip().lower()
    if not IS_CODE(code):
        raise RefusedError(
            "A school code has 1 to 63 of the letters a to z, digits and inner hyphens."
        )
    try:
        click.echo(
            bare_address(given, family, call, mail_domain(code, domain_of(code)))
        )
    except NoLettersError:
        raise RefusedError(
            "There is no address: both names need a letter that is written in a to z."
        ) from None


def domain_of(code: str) -> str:
    """The mail domain of the school's authority; without a database, the setting."""
    settings = read_settings()
    configured = settings.database_url
    url = configured.get_secret_value() if configured else embedded_url(settings)
    if not url:
        return settings.mail_domain
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            row = connection.execute(AUTHORITY_DOMAIN, [code]).fetchone()
    except psycopg.Error:
        return settings.mail_domain
    return str(row[0]) if row else settings.mail_domain
