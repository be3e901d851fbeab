"""The service that people sign in to from the demo."""

from datetime import datetime
from pathlib import Path

from eduport.config.schema import Settings
from eduport.ops.cli.run import occupied
from eduport.ops.demo_service import is_installed, register_demo_service, write_apache
from eduport.ops.supervisor import Child

PORT = 8081


def service_parts(
    folder: Path, settings: Settings, *, at: datetime
) -> tuple[list[Child], str]:
    """The service's process, if it can run here, and a sentence on it."""
    if not is_installed():
        return [], (
            "No demo service: it needs Apache and its module. On Debian as root: "
            "apt install apache2 libapache2-mod-auth-openidc"
        )
    if occupied(f"127.0.0.1:{PORT}"):
        return [], f"No demo service: another program uses the port {PORT}."
    service = register_demo_service(PORT, at=at)
    command = write_apache(
        folder,
        issuer=settings.public_url,
        client_id=service.client_id,
        client_secret=service.client_secret,
        port=PORT,
    )
    url = f"http://127.0.0.1:{PORT}"
    return [Child("demo service", command)], f"Demo service to sign in to: {url}"
