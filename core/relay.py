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


def at_least(version: str, wanted: str) -> bool:
    """Compare numerically, part by part; a version that cannot be read is too old."""
    try:
        held = [int(part) for part in version.split(".")]
    except ValueError:
        return False
    asked = [int(part) for part in wanted.split(".")]
    return held + [0] * (len(asked) - len(held)) >= asked
