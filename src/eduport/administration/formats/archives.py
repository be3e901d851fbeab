"""ZIP archives with a password (WinZip AE-2, AES-256)."""

from io import BytesIO
from zipfile import ZIP_DEFLATED

from pyzipper.zipfile_aes import WZ_AES, AESZipFile


def encrypted_archive(name: str, content: bytes, password: str) -> bytes:
    """One file in an archive. 7-Zip, WinZip and macOS open it; Windows alone cannot."""
    buffer = BytesIO()
    with AESZipFile(
        buffer, "w", compression=ZIP_DEFLATED, encryption=WZ_AES
    ) as archive:
        archive.setpassword(password.encode())
        archive.writestr(name, content)
    return buffer.getvalue()
