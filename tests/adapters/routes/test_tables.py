"""Tables of what Sage holds and hh2 tells nothing of: strict, told once, and as a whole."""

import pytest

from adapters.routes.tables import Tables, TableUnusable, WithTables, documents
from core.ports import Seen
from core.receivers import Traits
from core.records import ContractItem
from core.vocabulary import BillingMethod, RecordKind

K = RecordKind
HEAD = "contract,title,job,customer,billing,item,description,scheduled\n"
DECK = "PC1,Bridge,J1200,City,quickbill lump sum,1,Deck,400000.00\n"
RAIL = "PC1,Bridge,J1200,City,quickbill lump sum,2,Rail,-12.50\n"
OTHER = "PC2,Road,J1300,City,,1,All,7\n"


class Hh2:
    """Tells nothing of prime contracts."""

    def traits(self, kind):
        return Traits(tells=kind is not K.PRIME_CONTRACT)

    def seen(self, kind, mark, limit):
        return Seen((), (), mark, 0)

    def read_at(self, kind):
        return None


@pytest.fixture
def taken(tmp_path):
    """Takes tables over, one after the other."""
    tables, place = Tables(tmp_path), tmp_path / "out.csv"

    def take(text):
        place.write_text(text)
        return tables.take(K.PRIME_CONTRACT, place, "Ana Ortiz")

    return tables, take


def test_a_row_for_each_item_makes_a_contract():
    (held,) = documents((HEAD + DECK + RAIL).encode()).values()

    assert (held.erp_id, held.job, held.title, held.amount) == ("PC1", "J1200", "Bridge", 399987_50)
    assert held.body.billing is BillingMethod.QUICKBILL_LUMP_SUM
    assert held.body.lines == (
        ContractItem("1", "Deck", 400_000_00), ContractItem("2", "Rail", -12_50),
    )  # fmt: skip


def test_a_table_is_told_once_and_the_next_one_as_a_whole(taken):
    tables, take = taken
    reads = WithTables(Hh2(), tables)
    silent = reads.seen(K.PRIME_CONTRACT, 0, 10)
    take(HEAD + DECK + OTHER)
    first = reads.seen(K.PRIME_CONTRACT, 0, 10)
    again = reads.seen(K.PRIME_CONTRACT, first.mark, 10)
    take(HEAD + DECK + RAIL)

    then = reads.seen(K.PRIME_CONTRACT, first.mark, 10)

    assert (list(silent.records), list(again.records)) == ([], [])
    assert sorted(m.erp_id for m in first.records) == ["PC1", "PC2"]
    assert [(m.erp_id, m.amount) for m in then.records] == [("PC1", 399987_50)]
    assert list(then.gone) == [("", "PC2")]
    assert reads.traits(K.PRIME_CONTRACT).tells


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("contract,title\n", "lacks job, item"),
        (HEAD.replace("customer", "owner"), "knows no owner"),
        (HEAD + DECK.replace("400000.00", "12.505"), "Line 2: scheduled is no number"),
        (HEAD + DECK.replace("400000.00", "NaN"), "Line 2: scheduled is no number"),
        (HEAD + DECK + DECK, "Line 3: contract PC1 has an item 1 further up"),
        (HEAD + DECK + RAIL.replace("J1200", "J1"), "Line 3: contract PC1 is of job J1200"),
        (HEAD + DECK.replace("PC1", " "), "Line 2: contract is empty"),
        (HEAD + "PC1\n", "Line 2 has another number of columns"),
        (HEAD + DECK.replace("quickbill lump sum", "weekly"), "Line 2: billing is one of"),
    ],
)
def test_what_is_not_as_it_has_to_be_is_not_taken_over(taken, text, said):
    tables, take = taken

    with pytest.raises(TableUnusable, match=said):
        take(text)

    assert tables.taken(K.PRIME_CONTRACT) == []
