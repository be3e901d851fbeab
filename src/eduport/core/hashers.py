"""How passwords and client secrets are hashed."""

import hashlib
from contextlib import AbstractContextManager
from functools import cache
from threading import BoundedSemaphore, Lock
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher, BasePasswordHasher
from django.utils.crypto import constant_time_compare


@cache
def room() -> AbstractContextManager[Any]:
    """Who hashes now; more at a time than there are cores would only be slower.

    Each hash walks through 19 MiB again and again, and threads that take turns on one
    core throw each other out of its cache.
    """
    number = settings.PASSWORD_HASHES_AT_A_TIME
    return Lock() if number == 1 else BoundedSemaphore(number)


class Argon2idHasher(Argon2PasswordHasher):
    """Argon2id with the minimum of the OWASP Password Storage Cheat Sheet.

    19 MiB, two passes, one lane: about 20 ms on one core. Django's own default takes
    ten times that, which a whole city at 7:55 would pay for with waiting.
    """

    memory_cost = 19 * 1024  # KiB
    time_cost = 2
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with room():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with room():
            return super().verify(password, encoded)


class RandomSecretHasher(BasePasswordHasher):
    """SHA-256, for secrets of 256 random bits only.

    Nobody guesses those, so stretching them buys nothing and would cost a second
    Argon2 at every token request. Never for passwords.
    """

    algorithm = "sha256_random"

    def encode(self, password: str, salt: str = "") -> str:
        digest = hashlib.sha256(password.encode()).hexdigest()
        return f"{self.algorithm}${digest}"

    def verify(self, password: str, encoded: str) -> bool:
        return constant_time_compare(encoded, self.encode(password))

    def safe_summary(self, encoded: str) -> dict[Any, Any]:
        return {"algorithm": self.algorithm}

    def salt(self) -> str:
        return ""

    def must_update(self, encoded: str) -> bool:
        return False
