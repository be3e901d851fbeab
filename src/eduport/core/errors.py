"""The base of every refusal that a person may read."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class DomainError(Exception):
    """A rule said no. The message is shown to the person as it is."""

    message: "StrPromise | str" = ""
    field = ""
    """The field of a form that it is about, if the form has one of this name."""

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(params)

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions are made again from positional arguments; ours have named ones.
        return _make_again, (type(self), self.params)

    def __str__(self) -> str:
        # Translated when it is read: the reader's language is not the raiser's.
        return str(self.message) % self.params


def _make_again(error: type[DomainError], params: dict[str, object]) -> DomainError:
    return error(**params)
