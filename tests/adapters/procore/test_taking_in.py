"""What Procore tells arrives in the store as what it is: linked, or not sent yet."""

from adapters.stores.sqlite import SqliteStore
from core.news import News
from core.vocabulary import ErpStatus, RecordId, RecordKind
from tests.adapters.procore.desk import desk
from tests.records import cco, commitment, company, project, subcontractor_invoice

S, K = ErpStatus, RecordKind
HELD = (
    company(S.SYNCED), project(S.SYNCED), commitment(S.UNSENT), cco(S.UNSENT),
    subcontractor_invoice(S.UNSENT),
)  # fmt: skip


def test_everything_arrives_once_and_an_edit_is_taken_over(tmp_path):
    store = SqliteStore(tmp_path / "store.db")
    with desk(tmp_path, *HELD) as made:
        news = News(store, made.client)

        assert (news.take(), news.take()) == (len(HELD), 0)
        made.projects.edit(RecordId("commitment-1"), title="Longer deck")
        news.take()

        arrived = {store.find(made.name(r.id)).kind: store.find(made.name(r.id)) for r in HELD}
        assert {kind: (r.status, r.erp_id) for kind, r in arrived.items()} == {
            K.COMPANY: (S.SYNCED, "V1001"),
            K.PROJECT: (S.SYNCED, "J1200"),
            K.COMMITMENT: (S.UNSENT, None),
            K.CCO: (S.UNSENT, None),
            K.SUBCONTRACTOR_INVOICE: (S.UNSENT, None),
        }
        assert arrived[K.COMMITMENT].title == "Longer deck"
        assert arrived[K.CCO].parent == arrived[K.COMMITMENT].id
        assert arrived[K.COMMITMENT].vendor == arrived[K.COMPANY].id
    store.close()
