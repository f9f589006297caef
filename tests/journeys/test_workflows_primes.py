"""Prime contracts from Sage: imported, brought up to date, and never sent back."""

import pytest

from tests.journeys.journal import Journal

pytestmark = pytest.mark.usefixtures("slow_relay")

WIDE = (120, 40)


@pytest.mark.rule("step R1", "step R2", "step R3", "financials 76 (R1)", "financials 77 (R2)")
@pytest.mark.rule("financials 78 (R3)", "financials 79 (R4)")
def test_a_prime_contract_is_imported_reimported_and_renewed(company, seat, request):
    one = company.able("prime_contracts", "Ready to Import", "import", "--as", "admin")[0]
    journal = Journal(company, one, "prime_contract")
    number = journal.shown["number"]
    ada = seat("admin", WIDE)
    ada.open("prime_contracts", "All")
    ada.find(number, one)

    journal.objections("import", "--as", "reader")
    journal.objections("send", "--as", "sender")
    journal.opens("administrator", ada, "m", "Keep the contract by")
    journal.press("administrator", ada, "enter", f"Imported {number}")
    journal.stands()
    for grey in greys(company):
        journal.notes("neighbours are grey, too", grey)
    ada.until_said("nothing is new")
    journal.press("administrator", ada, "i", f"Not re-imported {number}: Sage has no line")
    journal.types("accountant", "sandbox", "add-item", number, "1234.50", "--description", "Drains")
    journal.types("accountant", "sandbox", "sync")
    ada.until_may("reimport", "synced")
    journal.objections("reimport", "--as", "approver")
    journal.opens("administrator", ada, "i", "Drains")
    journal.press("administrator", ada, "enter", f"Re-imported {number}")
    journal.objections("reimport", "--as", "admin")
    journal.press("administrator", ada, "n", f"Not asked to renew {number}: Sage values every line")

    journal.ends(request)


def greys(company):
    """Why other contracts are refused a re-import, besides that nothing is new."""
    ids = [row["id"] for row in company.rows("prime_contracts", "Synced")]
    _, against = company.would("reimport", ids, "--as", "admin")
    reasons = {reason for reasons in against.values() for reason in reasons}
    return sorted(reason for reason in reasons if "nothing is new" not in reason)
