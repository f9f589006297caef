"""A server on loopback that answers each path with canned bytes, piece by piece."""

import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

Pieces = Sequence[bytes]


def answer(status: str, body: bytes = b"", **headers: str) -> bytes:
    """A whole HTTP answer; `_` in a header's name stands for `-`."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    named = {"Content_Type": "application/json", **headers}
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in named.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@contextmanager
def serving(answers: Mapping[str, Pieces], *, pause: float = 0.0) -> Iterator[str]:
    """The base address of a server; between the pieces of an answer it pauses."""
    listener = socket.create_server(("127.0.0.1", 0))
    stopped = threading.Event()

    def serve() -> None:
        while not stopped.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                _serve_one(connection, answers, pause)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stopped.set()
        # What is accepted now wakes the thread; after that it sees that it is to stop.
        socket.create_connection(listener.getsockname()).close()
        thread.join(5)
        listener.close()


def _serve_one(connection: socket.socket, answers: Mapping[str, Pieces], pause: float) -> None:
    with connection.makefile("rb") as asked:
        line = asked.readline().decode()
        if not line.strip():
            return
        size = 0
        while (header := asked.readline().strip()) != b"":
            name, _, value = header.partition(b":")
            size = int(value) if name.lower() == b"content-length" else size
        asked.read(size)
    path = line.split(" ")[1].split("?")[0]
    try:
        for place, piece in enumerate(answers[path]):
            if place:
                time.sleep(pause)
            connection.sendall(piece)
    except OSError:
        return
