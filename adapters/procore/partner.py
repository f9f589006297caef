"""What partner mode says besides: statuses of Procore's ERP tab, and links of change orders."""

from adapters.procore.fields import Row, number, of_call, text
from adapters.procore.keeping import Kept
from adapters.procore.linking import LINKED
from adapters.procore.partner_calls import CLOSE_DETAIL, DETAILS, LINKS
from adapters.procore.session import Session
from adapters.procore.shelf import OURS
from adapters.wire.failures import Declined
from adapters.wire.known import Known
from core.records import Record
from core.vocabulary import ErpStatus

S = ErpStatus
ITEMS = {
    "vendors": "vendor", "projects": "project", "sub_jobs": "sub_job",
    "work_orders": "work_order_contract", "purchase_orders": "purchase_order_contract",
    "change_orders": "change_order", "prime_change_orders": "change_order",
    "requisitions": "requisition", "payment_applications": "payment_application",
    "prime_contracts": "prime_contract", "standard_codes": "standard_cost_code",
}  # fmt: skip
"""What the rows of each list are called there. Of a budget only the project's id is published."""
BY_LINK_ROW = frozenset({"change_orders", "prime_change_orders"})
"""Lists without a published field for a link."""
OPEN = "in progress"
ENDS = {S.SYNCED: "success", S.FAILED: "failed", S.REJECTED: "failed"}
"""How a request that waits is closed; by any other status of ours it goes on waiting."""


class Partner:
    """Says by partners' calls what no published one can."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def tell(self, row: Kept, record: Record, held: ErpStatus) -> None:
        """Saying it twice changes nothing.

        Raises:
            WireFailure: as Session.ask.
        """
        if row.list in BY_LINK_ROW:
            self._link(row, record, held)
        status = ENDS.get(held)
        if status is not None and row.list in ITEMS:
            self._close(row, status, _words(record, held))

    def _link(self, row: Kept, record: Record, held: ErpStatus) -> None:
        if held in LINKED and record.erp_id:
            # A number that Sage gives out within a contract stands behind that one's id.
            said: Row = {
                "origin_id": f"{row.content.get('contract') or 0}/{record.erp_id}",
                "origin_code": record.erp_id, "origin_data": OURS + record.at_origin,
            }  # fmt: skip
        elif held is S.UNLINKED:
            said = {"origin_id": None, "origin_code": None, "origin_data": None}
        else:
            return
        update = {"item_type": ITEMS[row.list], "item_id": row.id, **said}
        done = self._session.sync(of_company(LINKS, self._session), [update], head={})
        if done.refused:
            raise Declined("Procore", LINKS.call.name, 200, done.refused[0].why, {})

    def _close(self, row: Kept, status: str, messages: list[str]) -> None:
        """The requests that wait for this very item, and for none of another sort of its number."""
        names = {"company_id": self._session.company}
        query = {"filters[item_id]": row.id}
        answer = self._session.ask(DETAILS, names=names, query=query).value
        rows = answer if isinstance(answer, list) else []
        with of_call(DETAILS.call.name):
            waiting = [
                number(one) for one in rows
                if isinstance(one, dict) and text(one, "item_type") == ITEMS[row.list]
                and text(one, "status") == OPEN
            ]  # fmt: skip
        for detail in waiting:
            body = {"request_detail": {"status": status, "messages": messages}}
            self._session.ask(CLOSE_DETAIL, names={**names, "id": detail}, json=body)


def of_company(known: Known, session: Session) -> Known:
    """A call with the company in its path."""
    path = known.call.path.format(company_id=session.company)
    return known._replace(call=known.call._replace(path=path))


def _words(record: Record, held: ErpStatus) -> list[str]:
    """What the people of Procore are told with it."""
    said = record.fault.text if held is S.FAILED and record.fault else record.note
    return [said] if said and held is not S.SYNCED else []
