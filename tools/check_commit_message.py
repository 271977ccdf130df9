"""Check a commit message: a short subject, a blank line, and a body that gives the reason.

``python -m tools.check_commit_message FILE`` is the commit-msg hook of .pre-commit-config.yaml. It
exits with 1 and says what is wrong. Messages that Git writes itself (merges, fixups) pass.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

LONGEST_SUBJECT: Final = 72
_BY_GIT: Final = ("Merge ", "Revert ", "fixup! ", "squash! ", "amend! ")
_SCISSORS: Final = re.compile(r"(?m)^# -+ >8 -+\n(?s:.*)")
_TRAILER: Final = re.compile(r"[A-Z][A-Za-z-]+-[Bb]y: .+")
_PATH: Final = re.compile(r"\b\w+/[\w/]*\w\.\w+\b|\b[\w/]+\.(?:py|html|js|css|md|toml)\b")


def faults(message: str) -> Iterator[str]:
    """Yield what is wrong with a message, a sentence each; comments of Git do not count."""
    kept = [line for line in _SCISSORS.sub("", message).splitlines() if not line.startswith("#")]
    lines = "\n".join(kept).strip().splitlines()
    if not lines:
        yield "The message is empty."
        return
    subject, *rest = lines
    if subject.startswith(_BY_GIT):
        return
    if len(subject) > LONGEST_SUBJECT:
        yield f"The subject has {len(subject)} characters; at most {LONGEST_SUBJECT} are shown."
    if subject.endswith("."):
        yield "The subject is a headline: leave the full stop out."
    if found := _PATH.search(subject):
        yield f"The subject names a file ({found[0]}): say what changes, files move."
    if rest and rest[0].strip():
        yield "Leave a blank line below the subject."
    if not any(line.strip() and not _TRAILER.fullmatch(line) for line in rest):
        yield "Give the reason in a body below the subject."


def main() -> int:
    """Check the message in a file; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path, help="the message, as Git hands it to a commit-msg hook")
    found = list(faults(parser.parse_args().file.read_text(encoding="utf-8")))
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
