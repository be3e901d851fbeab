"""Where webhooks go: over TLS to whoever has the certificate of the name."""

import datetime as dt
import ssl
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from eduport.gateway.clients.outgoing import Answer, Reach, UnreachableError, post

pytestmark = pytest.mark.enable_socket
HOME = Reach(["127.0.0.0/8", "::1/128"])
NOW = dt.datetime.now(dt.UTC)


def certificate(folder, name):
    """A key, and a certificate that it signed for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - dt.timedelta(days=1))
        .not_valid_after(NOW + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    kind = serialization.Encoding.PEM
    path.write_bytes(
        key.private_bytes(
            kind,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + built.public_bytes(kind)
    )
    return path


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.server.came.append((self.headers["Host"], self.rfile.read(length)))
        self.send_response(201)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args):
        """Say nothing."""


@contextmanager
def secure_server(path):
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.came = []
    thread = Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_certificate_has_to_be_that_of_the_name(tmp_path, monkeypatch):
    path = certificate(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))

    with secure_server(path) as server:
        port = server.server_port
        answer = post(f"https://localhost:{port}/hook?a=1", "Ä", {}, reach=HOME)
        with pytest.raises(UnreachableError, match="certificate"):
            post(f"https://127.0.0.1:{port}/", "{}", {}, reach=HOME)

    assert answer == Answer(201)
    assert server.came == [(f"localhost:{port}", "Ä".encode())]


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    path = certificate(tmp_path, "localhost")

    with secure_server(path) as server:
        url = f"https://localhost:{server.server_port}/"
        with pytest.raises(UnreachableError, match="certificate"):
            post(url, "{}", {}, reach=HOME)

    assert server.came == []
