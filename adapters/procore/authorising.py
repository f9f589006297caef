"""A person's yes at Procore: the address where they give it, and what they paste afterwards."""

import secrets
from collections.abc import Callable
from hmac import compare_digest
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

from adapters.procore.calls import COMPANIES, ME
from adapters.procore.fields import number, of_call, text
from adapters.procore.grants import BY_PASTE, AuthoriseAnew, Client, Grant
from adapters.procore.session import Session
from adapters.wire.failures import WireFailure
from core.ports import OutsideUnreachable

LONGEST = 2_000
"""Characters of a code; what is longer is none."""
STATE_BYTES = 16


class NotPasted(ValueError):
    """What was pasted holds no code of this authorisation; nothing was sent."""


class Authorised(NamedTuple):
    """Who said yes, and for which company."""

    who: str
    company: str
    anew: bool
    """Whether this program came another way before."""


class Authorising:
    """One attempt: the state that it makes binds what comes back to it."""

    def __init__(
        self,
        session: Session,
        grant: Grant,
        asked: tuple[Client, str, str],
        come_by_it: Callable[[], bool],
    ) -> None:
        """`asked` are the app, the sign-in address and where the app has its codes sent.

        `come_by_it` makes this program come by what was given, and says whether that is new.
        """
        client, login, sent_to = asked
        self._session, self._grant, self._sent_to = session, grant, sent_to
        self._come_by_it = come_by_it
        self._state = secrets.token_urlsafe(STATE_BYTES)
        self.address = address(login, client, self._state, sent_to)
        """What a person opens, signs in at, and says yes at."""

    def finish(self, pasted: str) -> Authorised:
        """Turn what was pasted into a grant, and see whose it is.

        Raises:
            NotPasted: it holds no code, or one of another attempt.
            AuthoriseAnew: Procore does not take the code; an earlier grant is as it was.
            OutsideUnreachable: the grant is kept, and does not reach the company.
        """
        code = self._code(pasted)
        try:
            self._grant.authorise(code, self._sent_to)
        except AuthoriseAnew as no:
            why = (
                "A code works once and for ten minutes, for the app that asked for it: "
                f"{no.text[:1].lower()}{no.text[1:]}"
            )
            raise AuthoriseAnew(why, "Run `countersign connection authorise` for another.") from no
        except OutsideUnreachable as why:
            said = f"{why}; the code may be used up."
            raise AuthoriseAnew(said, "Run `countersign connection authorise` again.") from why
        anew = self._come_by_it()
        try:
            return Authorised(*whose(self._session), anew)
        except WireFailure as why:
            raise OutsideUnreachable(f"The authorisation is kept, and: {why}") from why

    def close(self) -> None:
        """Leave Procore."""
        self._session.close()

    def _code(self, pasted: str) -> str:
        """Raises: NotPasted."""
        said = pasted.strip()
        if not said:
            raise NotPasted("Nothing was pasted")
        bare = "://" not in said and "code=" not in said and "error=" not in said
        code = said if bare else self._of_address(said)
        if bare and self._sent_to != BY_PASTE:
            # A code without its state could be anybody's.
            raise NotPasted("Paste the whole address that you were sent to, not only its code")
        if len(code) > LONGEST or not code.isascii() or not code.isprintable() or " " in code:
            raise NotPasted("That is no code")
        return code

    def _of_address(self, said: str) -> str:
        query = parse_qs(urlsplit(said).query or said.partition("?")[2] or said)
        if error := query.get("error", [""])[0]:
            raise NotPasted(f"Procore was told no ({error[:80]})")
        state, code = (query.get(name, [""])[0] for name in ("state", "code"))
        if not compare_digest(state.encode(), self._state.encode()):
            raise NotPasted("That address is of another authorisation than this one")
        if not code:
            raise NotPasted("That address holds no code")
        return code


def address(login: str, client: Client, state: str, sent_to: str = BY_PASTE) -> str:
    """Where a person authorises this program."""
    asked = {
        "response_type": "code", "client_id": client.id, "redirect_uri": sent_to, "state": state,
    }  # fmt: skip
    return f"{login.rstrip('/')}/oauth/authorize?{urlencode(asked)}"


def whose(session: Session) -> tuple[str, str]:
    """As whom and at which company this program is known.

    Raises:
        OutsideUnreachable: the company is not among those of the app.
        WireFailure: as Session.ask.
    """
    me = session.ask(ME).value
    rows = session.rows(COMPANIES)
    with of_call(COMPANIES.call.name):
        companies = {number(row): text(row, "name") for row in rows}
    if session.company not in companies:
        known = ", ".join(map(str, companies)) or "none"
        raise OutsideUnreachable(
            f"Procore, list companies: company {session.company} is not among those of this app: "
            f"{known}."
        )
    name = me.get("name") if isinstance(me, dict) else None
    return str(name or "somebody"), companies[session.company]
