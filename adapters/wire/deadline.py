"""A transport whose every call ends at a deadline, however slowly the answer drips."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from ssl import SSLContext
from typing import Any

import httpcore2
import httpx2

from adapters.wire.failures import NoAnswer, NotSent, WireFailure

NEVER_LEFT = (
    httpcore2.ConnectError,
    httpcore2.ConnectTimeout,
    httpcore2.PoolTimeout,
    httpcore2.ProxyError,
    httpcore2.UnsupportedProtocol,
    httpcore2.LocalProtocolError,
)
ON_THE_WAY = (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError, OSError)
CONNECT = 10.0
"""Seconds to connect, at most."""


class Deadline(httpx2.BaseTransport):
    """Plain HTTP/1.1 to wherever the request says, each call within its seconds in all.

    The seconds stand in the request's extensions as `within`; `system` and `call` name it in what
    it raises: NotSent where surely nothing left, NoAnswer where something may have. One call at a
    time: the deadline is that of the newest.
    """

    def __init__(
        self, ssl_context: SSLContext | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._backend = _Backend(clock)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=ssl_context,
            max_connections=4,
            max_keepalive_connections=2,
            keepalive_expiry=30.0,
            network_backend=self._backend,
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        named = request.extensions
        raw = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.read(),
        )
        self._backend.ends = self._clock() + named["within"]
        with _failures(named["system"], named["call"]):
            answer = self._pool.handle_request(raw)
        body = _Body(answer, named["system"], named["call"])
        return httpx2.Response(answer.status, headers=answer.headers, stream=body)

    def close(self) -> None:
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, answer: httpcore2.Response, system: str, call: str) -> None:
        self._answer = answer
        self._named = (system, call)

    def __iter__(self) -> Iterator[bytes]:
        with _failures(*self._named):
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Backend(httpcore2.NetworkBackend):
    """Hands out streams that share one end in time: a connection serves one call after another."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._sockets = httpcore2.SyncBackend()
        self._clock = clock
        self.ends = 0.0

    def left(self) -> float:
        """Seconds to the deadline.

        Raises:
            ReadTimeout: it is over.
        """
        left = self.ends - self._clock()
        if left <= 0:
            raise httpcore2.ReadTimeout("the deadline is over")
        return left

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002  # the deadline rules
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        left = max(0.001, min(self.ends - self._clock(), CONNECT))
        stream = self._sockets.connect_tcp(host, port, left, local_address, socket_options)
        return _Stream(stream, self)

    def sleep(self, seconds: float) -> None:
        self._sockets.sleep(seconds)


class _Stream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream, backend: _Backend) -> None:
        self._stream = stream
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, self._backend.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._backend.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore2.NetworkStream:
        left = min(self._backend.left(), CONNECT)
        try:
            stream = self._stream.start_tls(ssl_context, server_hostname, left)
        except ON_THE_WAY as why:
            # Nothing of the request leaves before the handshake is over.
            raise httpcore2.ConnectError(f"TLS: {why}") from why
        return _Stream(stream, self._backend)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  # as the library types it
        return self._stream.get_extra_info(info)


@contextmanager
def _failures(system: str, call: str) -> Iterator[None]:
    try:
        yield
    except WireFailure:
        raise
    except NEVER_LEFT as why:
        raise NotSent(system, call, f"cannot be reached ({_words(why)})") from why
    except ON_THE_WAY as why:
        raise NoAnswer(system, call, f"no whole answer came ({_words(why)})") from why


def _words(why: Exception) -> str:
    return str(why) or type(why).__name__
