"""What tests ask of the readers, in this process."""

from sites.importing.files.bounds import PUBLIC
from sites.importing.files.formats.found import Found
from sites.importing.files.formats.read_file import read
from sites.importing.files.formats.refusal import Refusal, Said


def one(content: bytes | str) -> Found:
    """Return the only table of a file."""
    [table] = tables(content)
    return table


def tables(content: bytes | str) -> list[Found]:
    """Return the tables of a file."""
    return read(content.encode() if isinstance(content, str) else content, PUBLIC)


def refused(content: bytes | str) -> str:
    """Return why a file is refused."""
    try:
        found = tables(content)
    except Refusal as refusal:
        return f"{sentence(refusal.problem)} {sentence(refusal.remedy)}"
    raise AssertionError(f"it was read: {found}")


def sentence(said: Said | None) -> str:
    """Return what is said, in English."""
    return said.text % said.values if said is not None else ""


def remarks(table: Found) -> list[str]:
    """Return what is said of a table as a whole."""
    return list(map(sentence, table.remarks))


def row_remarks(table: Found) -> dict[int, list[str]]:
    """Return what is said of rows, by the number that a spreadsheet shows."""
    return {index + 1: list(map(sentence, said)) for index, said in table.row_remarks.items()}
