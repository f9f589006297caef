"""hh2 as the relay: what can be told of it, and that nothing starts its first step from here."""

from collections.abc import Callable

from adapters.hh2.session import Session
from adapters.wire.failures import WireFailure
from core.ports import Depth, OutsideUnreachable, Pace, Progress, Report, RunState, Span
from core.settings import Relay

NO_CALL = (
    "hh2 has no call that starts its sync with Sage; start it in the hh2 client on the Sage "
    "server, or wait for the next one."
)


class Hh2Relay:
    """Fits RelayDoor."""

    def __init__(
        self,
        session: Session,
        known: Callable[[], Relay],
        pace: float = 1.0,
        *,
        client: str = "",
        sage: str = "",
    ) -> None:
        """`known` is what is taken to hold of the client and of Sage, since hh2 does not tell.

        `client` and `sage` are their versions, as the company says; empty where it does not.
        """
        self._session = session
        self._client, self._sage = client, sage
        self._pace = Pace(pace, pace)
        self._known = known

    def report(self) -> Report:
        """Raises: OutsideUnreachable: hh2 does not answer, or does not let us in."""
        try:
            self._session.be_signed_in()
        except WireFailure as why:
            raise OutsideUnreachable(str(why)) from why
        known = self._known()
        relay = known._replace(
            no_first_step=NO_CALL, client=self._client or known.client,
            sage=self._sage or known.sage,
        )  # fmt: skip
        return Report(relay, pace=self._pace)

    def begin(self, key: str, span: Span, depth: Depth) -> None:  # noqa: ARG002  # no such call
        raise OutsideUnreachable(NO_CALL)

    def progress(self, key: str) -> Progress:  # noqa: ARG002  # none was ever begun
        return Progress(RunState.FAILED, result=NO_CALL)
