"""What files cost that are made to cost much, sent to a real server by anybody.

Starts the server as ``make run`` does, with a database of its own, and sends each bomb to
``/check-table/``: prints the seconds until it is refused, the processor seconds of the server and
all that it started, and what is said, against the aim of 2 s each. Then eight are sent at once,
again and again, while somebody reads the list: prints the longest wait for a page, beside that of a
server with nothing else to do, against the aim of 0.5 s. ``python -m bench.bombs [words …]``

Both aims are those of a machine that does nothing else.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html import unescape
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from threading import Event
from typing import Final

from bench.own_database import environment
from tests.importing.files.bombs import BOMBS, hog

AIM_S: Final = 2.0
READER_AIM_S: Final = 0.5
AT_ONCE: Final = 8
READINGS: Final = 40
ROOT: Final = Path(__file__).resolve().parent.parent
_PAGE: Final = "/en/"
_DOOR: Final = "/en/check-table/"
_SAID: Final = re.compile(r'role="alert">.*?<li>(.*?)</li>', re.DOTALL)
# Each from an address of its own: one that asks too often is told to wait.
_ADDRESSES: Final = (f"127.0.{number // 200}.{number % 200 + 2}" for number in count())


@contextmanager
def server(folder: Path) -> Iterator[int]:
    """Serve the real table from a folder; the port is yielded."""
    own = environment(folder) | {"DEBUG": "1", "LOG_LEVEL": "ERROR"}
    for words in (["migrate", "-v0"], ["prepare", "data/service_points.csv"]):
        command = [sys.executable, "manage.py", *words]
        subprocess.run(command, env=own, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "locator.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--config", "python:locator.serving", "--worker-class", "gthread"]
    command += ["--threads", "8", "--log-level", "error"]
    process = subprocess.Popen(command, env=own, cwd=ROOT)
    try:
        while not _answers(port):
            if process.poll() is not None:
                raise RuntimeError("the server did not start")
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def _answers(port: int) -> bool:
    try:
        return read(port) >= 0
    except OSError:
        return False


def read(port: int) -> float:
    """Return the seconds that the list takes."""
    begin = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", _PAGE)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"the list answers {answer.status}")
    return time.perf_counter() - begin


def send(port: int, content: bytes) -> tuple[float, int, str]:
    """Return the seconds that a file takes, the status, and what is said of it."""
    bound = "a-line-between-parts"
    fields = (("region", "500116"), ("report", "page"), ("pasted", ""))
    parts = [
        f'--{bound}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields
    ]
    head = 'Content-Disposition: form-data; name="file"; filename="table.xlsx"'
    kind = "Content-Type: application/octet-stream"
    parts.append(f"--{bound}\r\n{head}\r\n{kind}\r\n\r\n".encode() + content + b"\r\n")
    body = b"".join([*parts, f"--{bound}--\r\n".encode()])
    begin = time.perf_counter()
    address = (next(_ADDRESSES), 0)
    connection = HTTPConnection("127.0.0.1", port, timeout=60, source_address=address)
    content_type = f"multipart/form-data; boundary={bound}"
    connection.request("POST", _DOOR, body, {"Content-Type": content_type})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    said = _SAID.search(text)
    sentence = unescape(" ".join(said[1].split())) if said else "no sentence"
    return time.perf_counter() - begin, answer.status, sentence


def refuse_each(port: int, names: Sequence[str]) -> int:
    """Print a line for each bomb; return how many are not refused in time, with a sentence."""
    missed = 0
    print(f"{'bomb':<42}{'bytes':>9}{'s':>7}   said")
    for name in names:
        content = BOMBS[name]()
        seconds, status, said = send(port, content)
        good = seconds <= AIM_S and status == 400 and said != "no sentence"
        missed += not good
        verdict = "" if good else f"   MISSED ({status})"
        print(f"{name:<42}{len(content):>9}{seconds:>7.2f}   {said[:60]}{verdict}", flush=True)
    return missed


def read_beside(port: int) -> int:
    """Print how long the list takes beside eight bombs at once; return 1 if that is too long."""
    alone = max(read(port) for _reading in range(READINGS))
    content, ended = hog(), Event()
    said: list[str] = []

    def keep_sending() -> None:
        while not ended.is_set():
            said.append(send(port, content)[2])

    with ThreadPoolExecutor(AT_ONCE) as senders:
        for _sender in range(AT_ONCE):
            senders.submit(keep_sending)
        time.sleep(1)
        beside = []
        for _reading in range(READINGS):
            beside.append(read(port))
            time.sleep(0.1)
        ended.set()
    beside.sort()
    print(
        f"\nthe list takes at most {alone:.2f} s alone; beside {AT_ONCE} senders of a file that"
        f" costs minutes {beside[len(beside) // 2]:.2f} s, at most {beside[-1]:.2f} s"
    )
    for sentence in sorted({*said}):
        print(f"{said.count(sentence):>5} x {sentence}")
    return int(beside[-1] > READER_AIM_S)


def main(words: Sequence[str]) -> int:
    """Print the figures; return how many miss their aim."""
    names = [name for name in BOMBS if not words or any(word in name for word in words)]
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as port:
        missed = refuse_each(port, names)
        missed += read_beside(port)
    load = os.getloadavg()[0]
    print(f"{missed} of {len(names) + 1} miss their aim; the machine's load is {load:.1f}")
    return missed


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
