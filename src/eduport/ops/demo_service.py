"""A service to try the single sign-on with: a page behind Apache's mod_auth_openidc."""

import os
import pwd
import secrets
import shutil
from datetime import datetime
from pathlib import Path

from eduport.core.actor import Actor
from eduport.sso.models import App
from eduport.sso.services.registration import (
    RegisteredApp,
    register_app,
    release_app,
    renew_secret,
)
from eduport.sso.types import AppRegistration

APACHE = "/usr/sbin/apache2"
MODULES = Path("/usr/lib/apache2/modules")
# Apache started by root becomes somebody else; started by anybody else it stays.
USER = "www-data"
CALLBACK = "/oidc/callback"

CONFIG = """\
ServerRoot "{directory}"
DefaultRuntimeDir "{directory}"
PidFile "{directory}/apache.pid"
ErrorLog "{directory}/error.log"
LogLevel warn auth_openidc:info
ServerName 127.0.0.1:{port}
Listen 127.0.0.1:{port}
{user}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authn_core_module {modules}/mod_authn_core.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule authz_user_module {modules}/mod_authz_user.so
LoadModule dir_module {modules}/mod_dir.so
LoadModule mime_module {modules}/mod_mime.so
LoadModule include_module {modules}/mod_include.so
LoadModule headers_module {modules}/mod_headers.so
LoadModule auth_openidc_module {modules}/mod_auth_openidc.so
TypesConfig /dev/null
StartServers 1
ServerLimit 1
MaxRequestWorkers 25
DocumentRoot "{directory}/pages"
DirectoryIndex index.shtml

OIDCProviderMetadataURL {issuer}/.well-known/openid-configuration
OIDCClientID {client_id}
OIDCClientSecret {client_secret}
OIDCRedirectURI http://127.0.0.1:{port}{callback}
OIDCDefaultLoggedOutURL http://127.0.0.1:{port}/bye/
OIDCCryptoPassphrase {passphrase}
OIDCScope "openid profile school"
OIDCPKCEMethod S256
OIDCRemoteUserClaim sub
OIDCPassClaimsAs environment

<Directory "{directory}/pages">
  Options +Includes
  AddType "text/html; charset=utf-8" .shtml
  AddOutputFilter INCLUDES .shtml
  Header set Cache-Control "no-store"
</Directory>
<Location />
  AuthType openid-connect
  Require valid-user
</Location>
<Location /bye/>
  AuthType None
  Require all granted
</Location>
"""
PAGE = """\
<!doctype html>
<html lang="de">
<meta charset="utf-8">
<title>Demo-Dienst</title>
<h1>Demo-Dienst</h1>
<p>Dieser Dienst läuft auf einem anderen Server. Er weiß von Ihnen nur dies:</p>
<dl>
<dt>Name</dt><dd id="name"><!--#echo var="OIDC_CLAIM_name" --></dd>
<dt>Rollen</dt><dd id="roles"><!--#echo var="OIDC_CLAIM_roles" --></dd>
<dt>Stammschule</dt><dd id="school"><!--#echo var="OIDC_CLAIM_home_school" --></dd>
<dt>Pseudonym</dt><dd id="sub"><!--#echo var="REMOTE_USER" --></dd>
</dl>
<p><a href="{logout}">Abmelden</a> – <a href="{issuer}/">Zu eduPort</a></p>
"""
BYE = """\
<!doctype html>
<html lang="de">
<meta charset="utf-8">
<title>Abgemeldet</title>
<h1>Sie sind abgemeldet</h1>
<p><a href="/">Wieder anmelden</a></p>
"""


def is_installed() -> bool:
    """Whether this machine has Apache with the module."""
    has_module = (MODULES / "mod_auth_openidc.so").exists()
    return shutil.which(APACHE) is not None and has_module


def register_demo_service(port: int, *, at: datetime) -> RegisteredApp:
    """Put the service on this port into the catalogue, released to everybody.

    If it stands there already, it gets a new secret only.
    """
    by = Actor.system("demo")
    url = f"http://127.0.0.1:{port}"
    slug = f"demo-{port}"
    if app := App.objects.filter(slug=slug).first():
        return renew_secret(app, by=by, at=at)
    registration = AppRegistration(
        slug=slug,
        name_de="Demo-Dienst",
        name_en="Demo service",
        description_de="Zeigt, was ein Dienst von Ihnen erfährt",
        description_en="Shows what a service learns about you",
        launch_url=f"{url}/",
        redirect_uris=(url + CALLBACK,),
        post_logout_redirect_uris=(f"{url}/bye/",),
        back_channel_logout_uri=f"{url}{CALLBACK}?logout=backchannel",
        scopes=("openid", "profile", "school"),
        claims=("name", "roles", "home_school"),
        icon="science",
        hue="violet",
        sector=slug,
    )
    registered = register_app(registration, by=by, at=at)
    release_app(registered.app, by=by, at=at)
    return registered


def write_apache(
    directory: Path, *, issuer: str, client_id: str, client_secret: str, port: int
) -> list[str]:
    """Write an Apache's whole configuration, and return the command that runs it.

    It runs in the foreground, on loopback only, until it is terminated. eduPort must
    answer at `issuer` by the time of the first request.
    """
    pages = directory / "pages"
    (pages / "bye").mkdir(parents=True, exist_ok=True)
    logout = f"{CALLBACK}?logout=http%3A%2F%2F127.0.0.1%3A{port}%2Fbye%2F"
    (pages / "index.shtml").write_text(PAGE.format(logout=logout, issuer=issuer))
    (pages / "bye/index.shtml").write_text(BYE)
    is_root = os.geteuid() == 0
    config = directory / "apache.conf"
    config.touch(mode=0o600)
    config.write_text(
        CONFIG.format(
            directory=directory,
            modules=MODULES,
            user=f"User {USER}\nGroup {USER}" if is_root else "",
            issuer=issuer,
            client_id=client_id,
            client_secret=client_secret,
            callback=CALLBACK,
            passphrase=secrets.token_urlsafe(32),
            port=port,
        )
    )
    if is_root:
        _give_away(directory)
    return [APACHE, "-f", str(config), "-DFOREGROUND"]


def _give_away(directory: Path) -> None:
    user = pwd.getpwnam(USER)
    for path in [directory, *directory.rglob("*")]:
        if path.name != "apache.conf":
            os.chown(path, user.pw_uid, user.pw_gid)
