"""A day at the console, in a real terminal, on real contracts."""

WIDE = (120, 40)


def exportable(company):
    """Commitments that wait and may be accepted, and the reasons against those that may not."""
    ids = [row["id"] for row in company.rows("commitments", "Ready to Export")]
    return company.would("accept", ids)


def record_of(company, id):
    return company.json("show", id)


def test_a_hundred_are_accepted_exported_and_synced_with_their_sage_ids(company, seat):
    filtered = company.json(
        "list", "commitments", "--view", "Ready to Export", "--where", "amount:>1000"
    )  # the first hundred, in the order of the list
    marked = [row["id"] for row in filtered]
    accepted, refused = company.would("accept", marked)
    assert len(marked) == 100
    assert len(accepted) >= 30
    ana = seat("approver")
    ana.open("commitments")
    before = ana.in_view("Synced")

    ana.filter("amount:>1000")
    ana.until(r"\n 1 of \d+")
    while (at := int(ana.notice.split(" of ")[0])) < 100:
        ana.press("pagedown" if 100 - at > 30 else "j")
        ana.terminal.wait(lambda was=at: not ana.notice.startswith(f"{was} of"), "the next record")
    ana.press("v", "g", "v")
    ana.until(r" 100 marked, [\d,.]+ USD")
    ana.press("a")
    ana.until("Accept 100 records")
    company.run("sandbox", "fault", "slow", "100")
    ana.press(*"100", "enter")
    ana.until_said(f"accept 100. Done {len(accepted)}, refused {len(refused)}.")
    ana.until_said("Title is … characters; Sage 300 CRE takes 30. [financials 27 (C4)]")

    ana.press("escape")
    ana.view("Exporting")
    ana.until("> exporting")
    ana.until(r" [1-9]\d* owed")

    company.run("sandbox", "fault", "slow", "0")
    ana.until(r" Exporting  0 ")
    ana.until(" 0 owed")
    ana.view("Synced")
    assert ana.in_view("Synced") == before + len(accepted)
    for one in accepted[:3]:
        record = record_of(company, one)
        ana.find(record["number"])
        assert "= synced" in ana.rows[0]
        ana.press("enter")
        ana.until(rf"ERP id +{record['erp_id']}")
        ana.press("escape")
        ana.until("oldest first")
    synced = {row["id"]: row["erp_id"] for row in company.rows("commitments", "Synced")}
    assert all(synced[one] for one in accepted)
    assert len({synced[one] for one in accepted}) == len(accepted)
    assert ana.leave() == 0
    assert ana.terminal.restored


def test_a_rejected_commitment_comes_back_from_its_sender_and_is_accepted(company, seat):
    able, _ = exportable(company)
    number = record_of(company, able[0])["number"]
    ana, sam = seat("approver"), seat("sender", WIDE)
    ana.open("commitments")
    sam.open("commitments", "Rejected & Retrieved")
    returned = sam.in_view("Rejected & Retrieved")

    ana.find(number)
    ana.press("r")
    ana.until("Reason +required")
    ana.press("enter")
    ana.until("Reason is required; type it")
    ana.press("the vendor is wrong")
    ana.until("the vendor is wrong")
    ana.press("enter")
    ana.until_said(f"Rejected {number}")
    ana.until_said("Nothing here matches the filter.")
    sam.terminal.wait(lambda: sam.in_view("Rejected & Retrieved") > returned, "one more returned")
    sam.find(number)
    sam.until_said("last said: the vendor is wrong")
    sam.press("e")
    sam.until_said(f"Resent {number}")
    ana.until(rf"  1  /number:{number}")
    ana.rest_on(number)
    ana.press("a")
    ana.until(f"Accept {number}")
    ana.press("enter")
    ana.until_said(f"Accepted {number}")
    ana.view("Synced")
    ana.rest_on(number)

    told = [(e["actor"], e["action"]) for e in record_of(company, able[0])["history"]]
    assert [did for _, did in told][-4:] == ["reject", "resend", "accept", "confirm"]
    assert ana.leave() == sam.leave() == 0


def test_what_is_retrieved_leaves_the_list_and_may_be_sent_again(company, seat):
    able, _ = exportable(company)
    number = record_of(company, able[1])["number"]
    ana, sam = seat("approver"), seat("sender", WIDE)
    ana.open("commitments")
    sam.open("commitments")

    ana.find(number)
    sam.find(number)
    sam.press("t")
    sam.until_said(f"Retrieved {number}")
    ana.until_said("Nothing here matches the filter.")
    sam.view("Rejected & Retrieved")
    sam.until("R retrieved")
    sam.until_said("s send may to ready to export")
    sam.press("s")
    sam.until_said(f"Sent {number}")
    ana.rest_on(number)

    told = [e["action"] for e in record_of(company, able[1])["history"]]
    assert told[-2:] == ["retrieve", "send"]


def test_unlinking_waits_for_the_deletion_in_sage(company, seat):
    synced = company.rows("commitments", "Synced")
    free = next(
        row
        for row in synced
        if [o["rule"] for o in company.json("why", row["id"], "unlink")["offers"][0]["objections"]]
        == ["financials 36"]
    )
    number = free["number"]
    ana = seat("approver", WIDE)
    ana.open("commitments", "Synced")

    ana.find(number)
    ana.until_said(f"Sage still holds {free['erp_id']}; delete it there and sync, then unlink.")
    ana.press("u")
    ana.until_said(f"Not unlinked {number}: Sage still holds {free['erp_id']}")
    assert record_of(company, free["id"])["status"] == "synced"
    company.run("sandbox", "delete", "commitment", free["id"])
    company.run("sandbox", "sync")
    ana.until_said("u unlink may to unlinked")
    ana.press("u")
    ana.until(f"Unlink {number}")
    ana.press("enter")
    ana.until_said(f"Unlinked {number}")
    ana.view("Not Sent")
    ana.rest_on(number)

    assert "~ unlinked" in ana.rows[0]
    assert record_of(company, free["id"])["status"] == "unlinked"


def test_a_prime_contract_is_reimported_for_new_lines_only(company, seat):
    nothing_new = next(
        row
        for row in company.rows("prime_contracts", "Synced")
        if [
            o["rule"]
            for o in company.json("why", row["id"], "reimport", "--as", "admin")["offers"][0][
                "objections"
            ]
        ]
        == ["financials 77 (R2)"]
    )
    number, lines = nothing_new["number"], len(record_of(company, nothing_new["id"])["body"])
    ada = seat("admin", WIDE)
    ada.open("prime_contracts", "Synced")

    ada.find(number)
    ada.until_said("Sage has no line on this contract that is not here already; nothing is new.")
    ada.press("i")
    ada.until_said(f"Not re-imported {number}")
    company.run("sandbox", "add-item", number, "1234.50", "--description", "Added drains")
    company.run("sandbox", "sync")
    ada.until_said("i reimport may to synced")
    ada.press("i")
    ada.until(f"Reimport {number}")
    ada.press("enter")
    ada.until_said(f"Re-imported {number}")
    ada.until_said("nothing is new. [financials 77 (R2)]")
    ada.press("enter")
    ada.until("Prime contract")
    ada.press("tab", "tab")
    ada.until(r"Added drains +1,234\.50")

    assert lines
    ada.press("escape")
    ada.rest_on(number)
    ada.press("i")
    ada.until_said(f"Not re-imported {number}")


def test_a_refresh_shows_how_far_it_is_and_what_it_brought(company, seat):
    company.run("connector", "--once")  # so that nobody is warned of old data
    company.run("sandbox", "fault", "slow", "100")  # so that there is something to wait for
    ana = seat("approver")
    ana.open("vendors")

    ana.press("R")
    ana.until_said("Refresh Vendor List: asked; the connector has not begun.")
    company.run("sandbox", "fault", "slow", "0")
    ana.until(r"Refresh Vendor List: \d+ new, \d+ changed\.")


def test_help_detail_why_and_result_are_one_key_away_and_one_back(company, seat, size):
    _, against = exportable(company)
    refused = record_of(company, next(iter(against)))
    ana = seat("approver", size)
    ana.open("commitments")

    ana.press("?")
    ana.until("Help: Commitments")
    ana.until("Mark, and move down")
    ana.press("escape")
    ana.until("oldest first")
    ana.find(refused["number"])
    ana.press("w")
    for reason in against[refused["id"]]:
        ana.until_said(reason)
    ana.press("escape")
    ana.until(rf"1  /number:{refused['number']}")
    ana.press("enter")
    ana.until(f"Commitment {refused['number']}")
    ana.until("Field +Here +In the ERP")
    for _ in range(4):
        ana.press("tab")
    ana.until(r"History \(\d+\)")
    ana.press("escape")
    ana.until("oldest first")
    ana.press("space")
    ana.until("1 marked")
    ana.press("a")
    ana.until_said(f"Not accepted {refused['number']}")

    assert record_of(company, refused["id"])["status"] == "ready_to_export"
    assert ana.leave() == 0
    assert ana.terminal.restored
