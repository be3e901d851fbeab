"""To which module of the portal a page belongs."""

OTHERS = {"account": "accounts", "mfa": "accounts", "usersessions": "accounts"}
"""Pages of libraries, by how their names begin."""


def module_of(page: str) -> str:
    """The domain that a page's name begins with."""
    module, colon, _ = page.partition(":")
    if colon:
        return module
    return OTHERS.get(page.partition("_")[0], page)
