"""A file that somebody uploads."""

from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from typing_extensions import override

from sites.importing.files.bounds import STAFF
from sites.importing.files.names import safe_name

MAX_BYTES: Final = STAFF.content


class Received(Protocol):
    """A file as a request brings it: Django's `UploadedFile` is one."""

    name: str | None

    def read(self, num_bytes: int = ..., /) -> bytes:
        """Return at most so many of the bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody sent, whatever it is: see `examine`.

    Attributes:
        name: of the file, without folders and control characters; for people, it proves nothing.
        content: its bytes; of one that is too long, so many that this is seen.
    """

    name: str
    content: bytes


def receive(file: Received) -> Upload:
    """Return the file of a request."""
    return Upload(safe_name(file.name or ""), file.read(MAX_BYTES + 1))


class BoundedUploads(FileUploadHandler):
    """Refuses a request that is far too large before any of it is stored.

    Somewhat more than a file may have is let through, so that `receive` can say what is wrong.
    """

    @override
    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Refuse by the length that the request declares: no more of it is ever read."""
        if content_length > 2 * MAX_BYTES:
            raise RequestDataTooBig("the request is larger than any file that is taken")

    @override
    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand the bytes on to the handlers that store them."""
        return raw_data

    @override
    def file_complete(self, file_size: int) -> None:
        """Leave the file to the others."""
