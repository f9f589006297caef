"""SSH keys."""

from core.admitting import Admitter, Term
from core.audit import of_key
from core.people import CONNECTOR
from core.user_keys import KeyState, public_key
from tests.people import ADA, CAST

ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBvZEXiZVMZZxdb9jnLKS5uPQeb5t3GVaNpaWNNb03HS"


class Keys:
    """Part of StoreContract."""

    def test_a_key_comes_back_as_it_was_granted_with_its_entry(self, store, clock):
        for person in (*CAST, CONNECTOR):
            store.keep_person(person)
        key = public_key(ED25519)
        now = clock()

        done = Admitter(store, ADA).add(
            "ana", key, "laptop", now, Term(None, now.replace(year=2099))
        )

        assert store.user_key(key.fingerprint) == done.value
        assert store.user_keys("ana") == store.user_keys("") == [done.value]
        assert store.user_keys("sam") == []
        assert store.user_key("SHA256:none") is None
        (entry,) = store.history(of_key(key.fingerprint))
        assert (entry.actor, entry.version) == (ADA.name, 1)
        assert entry.said.startswith("person=ana\nlabel=laptop\nkey=ssh-ed25519 ")

    def test_of_a_key_only_its_state_changes(self, store, clock):
        for person in CAST:
            store.keep_person(person)
        key = public_key(ED25519)
        admitter = Admitter(store, ADA)
        granted = admitter.add("ana", key, "laptop", clock()).value

        admitter.disable(key.fingerprint)
        admitter.disable(key.fingerprint)

        assert store.user_key(key.fingerprint) == granted._replace(state=KeyState.DISABLED)
        assert [e.said for e in store.history(of_key(key.fingerprint))][1:] == ["state=disabled"]
