"""Programs of mail on free ports: our listener, Debian's Postfix, and swaks."""

import os
import shutil
import signal
import smtplib
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection

from tests.status.servers import free_port

PATIENCE = 60
POSTFIX = "/usr/sbin/postfix"
SERVICES = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
lmtp unix - - n - - lmtp
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
showq unix n - n - - showq
flush unix n - n 1000? 0 flush
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""
SETTINGS = """
compatibility_level = 3.6
config_directory = {folder}/etc
queue_directory = {folder}/spool
data_directory = {folder}/data
maillog_file_prefixes = /var, {folder}
maillog_file = {folder}/mail.log
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.example
mydestination =
alias_maps =
local_recipient_maps =
mynetworks = 127.0.0.1/32
default_transport = discard
minimal_backoff_time = 2s
maximal_backoff_time = 2s
queue_run_delay = 2s
message_size_limit = 26214400
# As docs/operators/mail-intake.md says:
relay_domains = tickets.example
transport_maps = inline:{{ tickets.example=lmtp:inet:127.0.0.1:{target} }}
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = reject_unverified_recipient
unverified_recipient_reject_code = 550
address_verify_map =
lmtp_destination_recipient_limit = 1
"""


def wait_until(is_so, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def is_open(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


READ = """
import time
from eduport.ops.startup import prepare
prepare()
from eduport.support.models import IncomingMail
from eduport.support.tasks import read_mail_task
for key in IncomingMail.objects.order_by("pk").values_list("pk", flat=True):
    read_mail_task.func(mail_id=key)
time.sleep(60)
"""


def environment(**settings):
    """What a process of ours needs to know, with the database of the tests."""
    base, _, query = os.environ["DATABASE_URL"].partition("?")
    name = connection.settings_dict["NAME"]
    url = f"{base.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
    given = {
        "mail_intake_domain": "tickets.example",
        "mail_from": "e@portal.example",
        **settings,
    }
    ours = {f"EDUPORT_{key.upper()}": str(value) for key, value in given.items()}
    return {**os.environ, "DATABASE_URL": url, **ours}


@contextmanager
def reading():
    """A process that reads what came in, until it is killed."""
    process = subprocess.Popen([sys.executable, "-c", READ], env=environment())
    try:
        yield
    finally:
        process.kill()
        process.wait(PATIENCE)


class Listener:
    """`eduport support mail-intake` with the database of the tests."""

    def __init__(self, *, port=0, **settings):
        self.port = port or free_port()
        bind = f"127.0.0.1:{self.port}"
        given = environment(mail_intake_bind=bind, **settings)
        command = [sys.executable, "-m", "eduport", "support", "mail-intake"]
        self.process = subprocess.Popen(command, env=given)
        wait_until(lambda: self.process.poll() is None and is_open(self.port))

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)

    def stop(self):
        self.process.terminate()
        return self.process.wait(PATIENCE)

    def client(self):
        return smtplib.LMTP("127.0.0.1", self.port, timeout=PATIENCE)

    def memory(self):
        """The largest it ever was, in megabytes."""
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        (line,) = (line for line in text.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024


@contextmanager
def listening(**settings):
    listener = Listener(**settings)
    try:
        yield listener
    finally:
        listener.kill()


def swaks(port, to, sender, *arguments, protocol="LMTP"):
    """Send a mail with swaks; gives its exit code and the conversation."""
    command = ["swaks", "--server", "127.0.0.1", "--port", str(port)]
    command += ["--protocol", protocol, "--to", to, "--from", sender, *arguments]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=PATIENCE
    )
    return done.returncode, done.stdout + done.stderr


@contextmanager
def postfix(target):
    """Debian's Postfix, which hands mail to tickets.example over to a listener."""
    # Not below pytest's own folder: Postfix gives up being root, and must get there.
    with TemporaryDirectory() as folder:
        yield from _postfix(Path(folder), target)


def _postfix(folder, target):
    port = free_port()
    for name in ("etc", "spool", "data"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    folder.chmod(0o755)
    settings = SETTINGS.format(folder=folder, target=target)
    (folder / "etc/main.cf").write_text(settings)
    (folder / "etc/master.cf").write_text(SERVICES.format(port=port))
    command = [POSTFIX, "-c", str(folder / "etc")]
    subprocess.run([*command, "start"], check=True, capture_output=True)
    try:
        wait_until(lambda: is_open(port))
        yield port
    finally:
        subprocess.run([*command, "stop"], check=True, capture_output=True)
