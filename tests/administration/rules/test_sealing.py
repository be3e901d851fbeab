import pytest

from eduport.administration.rules.sealing import (
    WrongKeyError,
    new_key_pair,
    seal,
    unseal,
)


def test_who_has_the_key_opens_what_was_sealed():
    key = new_key_pair()

    sealed = seal(b"letters", key.public, context="one")

    assert b"letters" not in sealed
    assert unseal(sealed, key.secret, context="one") == b"letters"


@pytest.mark.parametrize(
    ("secret", "context"),
    [
        pytest.param(new_key_pair().secret, "one", id="another key"),
        ("", "one"),
        ("not base64 ä", "one"),
        ("c2hvcnQ=", "one"),
        (None, "another"),
    ],
)
def test_nothing_else_opens_it(secret, context):
    key = new_key_pair()
    sealed = seal(b"letters", key.public, context="one")

    with pytest.raises(WrongKeyError):
        unseal(sealed, key.secret if secret is None else secret, context=context)


def test_the_same_file_never_looks_the_same():
    key = new_key_pair()

    sealed = {seal(b"letters", key.public, context="one") for _ in range(3)}

    assert len(sealed) == 3
