"""Queries on the command line: what is listed, what is refused and where, and saved views."""

import pytest

from console.cli import exits
from tests.cli.conftest import ran


@pytest.fixture
def call(home):
    return lambda *words: ran(*words, "--home", str(home))


def test_what_cannot_be_read_is_shown_with_a_mark_under_it(call):
    ended = call("list", "commitments", "--where", 'größe "a b" stat:failed')

    assert ended.code == exits.USAGE
    assert ended.err.splitlines()[:2] == [
        '  größe "a b" stat:failed',
        "              ^^^^",
    ]
    assert "There is no field 'stat'; fields are state, status, " in ended.err


def test_the_mark_stands_under_wide_and_hidden_letters_too(call):
    ended = call("list", "commitments", "--where", "\u4e2d\x07 stat:x")

    assert ended.err.splitlines()[:2] == ["  \u4e2d\u2407 stat:x", "      ^^^^"]


def test_an_order_a_view_and_a_limit_may_stand_in_the_query(call):
    ended = call(
        "list", "commitments", "--where", "view:ready sort:-amount limit:3 amount:>0", "--json"
    )

    amounts = [float(row["amount"]) for row in ended.json]
    assert len(amounts) == 3
    assert amounts == sorted(amounts, reverse=True)
    assert {row["status"] for row in ended.json} == {"ready_to_export"}


@pytest.mark.parametrize(
    ("where", "option"),
    [("sort:age", "--sort=age"), ("limit:1", "--limit=1"), ("view:synced", "--view=Synced")],
)
def test_what_is_said_twice_is_refused(call, where, option):
    ended = call("list", "commitments", "--where", where, option)

    assert ended.code == exits.USAGE
    assert "is named twice" in ended.err


def test_a_limit_never_stands_where_records_are_acted_on(call):
    ended = call("accept", "--tab", "commitments", "--all", "--where", "limit:1", "--dry-run")

    assert ended.code == exits.USAGE
    assert "limit: stands with `countersign list` only" in ended.err


def test_a_view_is_saved_listed_used_and_deleted(call):
    saved = call("views", "save", "big", "commitments", "view:ready amount:>1000", "--json")
    listed = call("views").out
    by_name = call("list", "commitments", "--where", "@big", "--json").json
    by_text = call("list", "commitments", "--where", "view:ready amount:>1000", "--json").json
    log = call("audit", "log", f"view:{call('whoami', '--json').json['id']}:big", "--json")
    gone = call("views", "delete", "big")

    assert saved.json["records"] == min(1000, len(by_text)) or saved.json["more"]
    assert "big" in listed
    assert by_name == by_text
    assert log.json[0]["said"] == "tab=commitments\nquery=view:ready amount:>1000"
    assert gone.out == "big is deleted.\n"
    assert call("views").out == "No view is saved yet.\n"


def test_sharing_takes_an_administrator(call):
    denied = call("views", "save", "ours", "invoices", "age:>1d", "--shared")
    done = call("views", "save", "ours", "invoices", "age:>1d", "--shared", "--as", "admin")
    elsewhere = call("list", "commitments", "--where", "@ours")
    call("views", "delete", "ours", "--as", "admin")

    assert denied.code == exits.DENIED
    assert done.code == exits.DONE
    assert (elsewhere.code, "is of invoices, not of commitments" in elsewhere.err) == (2, True)
