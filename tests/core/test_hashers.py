"""How passwords are hashed."""

import threading

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from eduport.core import hashers


@pytest.fixture
def at_a_time(settings):
    def limit(number):
        settings.PASSWORD_HASHES_AT_A_TIME = number
        hashers.room.cache_clear()

    yield limit
    hashers.room.cache_clear()


@pytest.mark.parametrize("number", [1, 2])
def test_no_more_passwords_are_hashed_at_a_time_than_there_is_room(
    number, at_a_time, monkeypatch
):
    at_a_time(number)
    inside, most, lock = [], [], threading.Lock()
    verify = Argon2PasswordHasher.verify

    def watched(self, password, encoded):
        with lock:
            inside.append(1)
            most.append(len(inside))
        result = verify(self, password, encoded)
        with lock:
            inside.pop()
        return result

    monkeypatch.setattr(Argon2PasswordHasher, "verify", watched)
    hasher = hashers.Argon2idHasher()
    encoded = hasher.encode("a password", hasher.salt())
    answers = []

    def work():
        answers.append(hasher.verify("a password", encoded))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [True] * 4
    assert 1 <= max(most) <= number
