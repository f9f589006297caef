"""SSH keys in the setup: added, shut out and let in again with the keyboard."""

from textual.widgets import Input

from console.acts import Acts, WitnessedDesk
from console.app import CountersignApp
from console.screens.setup_keys import AddKeyModal, KeyModal
from core.user_keys import KeyState, public_key
from tests.conformance.stores.keys import ED25519
from tests.console.company import console, store
from tests.console.driving import driven, press
from tests.console.setup.test_setup_screen import PEOPLE, found, text_of
from tests.people import ADA, ANA
from tests.records import NOW

LAPTOP = public_key(f"{ED25519} laptop")


async def test_a_key_is_added_shut_out_and_let_in_again():
    made = store(3)
    acts = Acts(lambda: NOW)
    app = CountersignApp(WitnessedDesk(made, ADA, acts), "commitments", clock=lambda: NOW)

    async with driven(app) as pilot:
        await press(pilot, *PEOPLE)
        await found(pilot, "vic")
        await press(pilot, "enter", "n")
        assert isinstance(app.screen, AddKeyModal)
        app.screen.query_one("#value", Input).value = "ssh-ed25519 AAAA"
        await press(pilot, "enter")
        assert "may have been cut short" in text_of(app)
        app.screen.query_one("#value", Input).value = f"{LAPTOP.line} laptop"
        await press(pilot, "enter")
        assert "Vic Viewer comes in by laptop now." in text_of(app)

        await press(pilot, "end", "enter")
        assert isinstance(app.screen, KeyModal)
        await press(pilot, "enter")
        assert made.user_key(LAPTOP.fingerprint).state is KeyState.DISABLED
        assert "SSH key: laptop disabled" in text_of(app)
        await press(pilot, "enter", "enter")

    assert made.user_key(LAPTOP.fingerprint).state is KeyState.ACTIVE
    assert [act.line for act in acts()] == [
        "countersign users key add vic --key - --label=laptop",
        f"countersign users key disable {LAPTOP.fingerprint}",
        f"countersign users key enable {LAPTOP.fingerprint}",
    ]


async def test_who_may_not_grant_adds_no_key():
    made = store(3)
    app = console(made, ANA)

    async with driven(app) as pilot:
        await press(pilot, *PEOPLE, "enter", "n")
        app.screen.query_one("#value", Input).value = LAPTOP.line
        await press(pilot, "enter")

        assert "This takes Admin of Company Directory" in text_of(app)
    assert made.user_keys("") == []
