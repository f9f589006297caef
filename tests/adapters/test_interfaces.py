"""The page of interfaces is current, and every call is made by a test that says so."""

from adapters.interfaces import PAGE, interfaces, interfaces_page, makers


def test_the_page_of_interfaces_is_current():
    assert PAGE.read_text("utf-8") == interfaces_page(), "it is stale; run: make handbook"


def test_every_call_is_made_by_a_test():
    shown = makers()

    unmade = [call for call in interfaces() if (call.system, call.name) not in shown]

    assert unmade == []


def test_no_two_calls_of_a_system_go_by_one_name():
    names = [(call.system, call.name) for call in interfaces()]

    assert len(set(names)) == len(names)
