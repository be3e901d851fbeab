"""The setting `smtp_url`."""

import pytest
from pydantic import ValidationError

from eduport.config.mail import smtp_settings
from eduport.config.schema import Settings


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", ("mail.example", 25, "", "", False, False)),
        ("smtp://a:b@mail.example", ("mail.example", 25, "a", "b", False, True)),
        ("smtp+starttls://[::1]", ("::1", 587, "", "", False, True)),
        (
            "smtps://a%40b:p%2Fw@mail.example:4650",
            ("mail.example", 4650, "a@b", "p/w", True, False),
        ),
        ("smtps://mail.example", ("mail.example", 465, "", "", True, False)),
    ],
)
def test_an_address_says_how_to_reach_the_server(url, expected):
    found = smtp_settings(url)

    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
    assert tuple(found[f"EMAIL_{name}"] for name in names) == expected


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mail.example:25", "must begin with"),
        ("http://mail.example", "must begin with"),
        ("smtp://:25", "must name a host"),
        ("smtp://mail.example:x", "port must be a number"),
        ("smtp://a:se/cret@mail.example", "port must be a number"),
        ("smtp://a:se#cret@mail.example", "must name a host|nothing may|port must"),
        ("smtp://a:s%C3%A4cret@mail.example", "letters a to z"),
        ("smtp://mail.example/inbox", "nothing may follow"),
    ],
)
def test_what_is_no_mail_server_is_refused_without_showing_it(url, words):
    with pytest.raises(ValidationError, match=words) as caught:
        Settings(smtp_url=url)

    assert "cret" not in str(caught.value)


@pytest.mark.parametrize("sender", ["eduPort", "a@", "a@b.example\nBcc: c@d.example"])
def test_a_sender_is_one_address(sender):
    with pytest.raises(ValidationError, match="one mail address"):
        Settings(mail_from=sender)
