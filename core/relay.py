"""What the relay's client and Sage are able to do, by the versions they report."""

from core.settings import Relay

INVOICE_CLIENT = "1.31.467"
POSTING_SAGE = "23.2"
PRIME_CONTRACT_SAGE = "17.1.4"


def takes_invoices(relay: Relay) -> bool:
    """Whether the client exports invoices (financials 70)."""
    return at_least(relay.client, INVOICE_CLIENT)


def posts_commitments(relay: Relay) -> bool:
    """Whether commitments are posted as they arrive, without a hand in Sage (financials 39)."""
    return at_least(relay.sage, POSTING_SAGE)


def takes_prime_contracts(relay: Relay) -> bool:
    """Whether this Sage gives prime contracts away (financials 7)."""
    return at_least(relay.sage, PRIME_CONTRACT_SAGE)


def first_step(relay: Relay) -> str:
    """How step one of the sync is taken."""
    if relay.no_first_step:
        return "step one: in the hh2 client on the Sage server"
    return "step one: `countersign hh2 sync`"


def all_of_sage(relay: Relay, depth: str = "") -> str:
    """What to do so that the relay reads Sage from the beginning."""
    if relay.no_first_step:
        wanted = f"a {depth} sync" if depth else "a sync"
        return f"take {wanted} from the beginning in the hh2 client on the Sage server"
    asked = f" --depth {depth}" if depth else ""
    return f"run `countersign hh2 sync --range all{asked}`"


def at_least(version: str, wanted: str) -> bool:
    """Compare numerically, part by part; a version that cannot be read is too old."""
    try:
        held = [int(part) for part in version.split(".")]
    except ValueError:
        return False
    asked = [int(part) for part in wanted.split(".")]
    return held + [0] * (len(asked) - len(held)) >= asked
