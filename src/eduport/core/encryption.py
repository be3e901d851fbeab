"""Text that lies in the database and that only this installation can read."""

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet
from django.conf import settings


@cache
def _cipher(purpose: str) -> Fernet:
    # A key for each purpose: what was encrypted for one cannot be read as another.
    secret = f"{purpose}:{settings.SECRET_KEY}".encode()
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret).digest()))


def encrypt(text: str, *, purpose: str) -> str:
    """Encrypt a text. `purpose` is the name of what it is for, and for good."""
    return _cipher(purpose).encrypt(text.encode()).decode()


def decrypt(text: str, *, purpose: str) -> str:
    """Read what `encrypt` wrote for the same purpose."""
    return _cipher(purpose).decrypt(text.encode()).decode()
