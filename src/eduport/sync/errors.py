"""What stops a roster from being read at all, as sentences for the operator."""

from django.utils.translation import gettext_lazy as _

from eduport.core.errors import DomainError


class RosterError(DomainError):
    """Nothing of this roster can be read."""

    message = _("The roster cannot be read. Please export it again.")


class NoRosterError(RosterError):
    """There is nothing at the given place."""

    message = _(
        "There is no folder, zip file or CSV file at %(path)s. "
        "Please check the path and whether the export has arrived."
    )


class UnknownFormatError(RosterError):
    """The file names and headings match no format."""

    message = _(
        "The format of %(path)s is not known. It holds: %(found)s. Please deliver "
        "OneRoster 1.1 or 1.2, School Data Sync 1 or 2.1, or the file personen.csv."
    )


class UnknownVersionError(RosterError):
    """The manifest names a version of OneRoster that is not understood."""

    message = _(
        "The manifest names OneRoster version “%(version)s”. "
        "Please export version 1.1 or 1.2."
    )


class BrokenZipError(RosterError):
    """The zip file is cut off or damaged."""

    message = _(
        "The zip file %(path)s is cut off or damaged (%(reason)s). "
        "Please transfer it again."
    )


class UnsafeZipError(RosterError):
    """The zip file holds something that no export holds."""

    message = _(
        "The zip file %(path)s holds the entry “%(entry)s”, which is not a plain "
        "file that can be read safely. Please export the roster again."
    )


class ZipTooLargeError(RosterError):
    """The zip file would unpack to more than is allowed."""

    message = _(
        "The zip file %(path)s would unpack to %(size)s bytes or is packed more "
        "tightly than an export is; %(limit)s bytes are allowed. Please check "
        "where it comes from, or raise the limit in the settings."
    )


class ReaderKilledError(RosterError):
    """The process that read the roster has ended before the roster did."""

    message = _(
        "The process that read the roster was ended from outside, perhaps because the "
        "memory was full. Nothing was changed; please start the run again."
    )


class BadMappingError(RosterError):
    """The mapping file of the plain format cannot be used."""

    message = _(
        "The file zuordnung.toml cannot be used: %(reason)s. Please correct it or "
        "remove it, then the usual headings count."
    )
