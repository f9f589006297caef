"""Procore's REST API over HTTP: who may ask, how often, and which operation answers."""

from collections.abc import Sequence

from adapters.sandbox.doors.allowance import Allowance
from adapters.sandbox.doors.exchange import Reply, Request
from adapters.sandbox.doors.paths import Path, Paths
from adapters.sandbox.doors.procore.grants import Grants
from adapters.sandbox.doors.procore.pages import Page, paged

COMPANY = 1
"""The one company of the sandbox."""
OPEN = ("/oauth/",)
WITHOUT_COMPANY = frozenset({"/rest/v1.0/me", "/rest/v1.0/companies"})
COMPANIES = [{"id": COMPANY, "name": "Sandbox company", "is_active": True, "my_company": True}]


class ProcoreDoor:
    """Fits Door."""

    def __init__(
        self,
        operations: Sequence[Path] = (),
        *,
        grants: Grants | None = None,
        allowance: Allowance | None = None,
    ) -> None:
        self.grants = grants or Grants()
        self.allowance = allowance or Allowance()
        self._paths = Paths(
            [
                Path("GET", "/oauth/authorize", lambda r, _: self.grants.consent(r)),
                Path("POST", "/oauth/authorize", lambda r, _: self.grants.decided(r)),
                Path("POST", "/oauth/token", lambda r, _: self.grants.token(r)),
                Path("GET", "/oauth/token/info", lambda r, _: self.grants.info(r)),
                Path("POST", "/oauth/revoke", lambda r, _: self.grants.revoke(r)),
                Path(
                    "GET",
                    "/rest/v1.0/me",
                    lambda r, _: Reply(200, dict(self.grants.owner(r.headers))),
                ),
                Path(
                    "GET", "/rest/v1.0/companies", lambda r, _: paged(COMPANIES, Page.asked(r), r)
                ),
                *operations,
            ]
        )

    def opens_for(self, path: str) -> bool:
        """Whether a path is Procore's."""
        return path.startswith(("/rest/", "/oauth/"))

    def writes(self, request: Request) -> bool:
        """Whether a call changes something."""
        found = self._paths.find(request.method, request.path)
        return found is not None and found.path.writes

    def answer(self, request: Request) -> Reply:
        """What Procore says to a call."""
        if request.path.startswith(OPEN):
            return self._operated(request)
        allowed, told = self.allowance.take()
        if not allowed:
            return Reply(429, {"message": "You have called too often."}, told)
        reply = self._refused(request) or self._operated(request)
        return reply._replace(headers={**reply.headers, **told})

    def _refused(self, request: Request) -> Reply | None:
        if not self.grants.admits(request.headers):
            return Reply(401, {"errors": "Unauthorized"})
        company = request.headers.get("procore-company-id")
        if request.path not in WITHOUT_COMPANY and company != str(COMPANY):
            return Reply(403, {"message": "The app is not connected to this company."})
        return None

    def _operated(self, request: Request) -> Reply:
        found = self._paths.find(request.method, request.path)
        if found is None:
            missing = 405 if self._paths.knows(request.path) else 404
            return Reply(missing, {"message": "There is no such operation."})
        try:
            return found.path.answers(request, found.names)
        except ValueError as why:
            return Reply(400, {"errors": {"request": [str(why)]}})
