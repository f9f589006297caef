"""Keys that arrive faster than questions, pastes, and the log of what was done, in a terminal."""


def test_keys_typed_ahead_answer_their_questions_and_a_paste_answers_none(company, seat):
    waiting = [row["id"] for row in company.rows("commitments", "Ready to Export")]
    accepted, _ = company.would("accept", waiting)
    able, other = (company.json("show", one) for one in accepted[:2])
    ana = seat("approver")
    send = ana.terminal.child.send
    ana.open("commitments")

    ana.find(able["number"])
    send("a\r")
    ana.until_said("Accepted")
    assert company.json("show", able["id"])["status"] != "ready_to_export"

    ana.find(other["number"])
    send("\x1b[200~a\rr\rwrong\r\x1b[201~")
    ana.until_said("A paste is not a command; press / first to filter by it.")
    send("*a\rr\rwrong job number\r*a\r")
    ana.terminal.settle()
    ana.until_said("A paste is not a command")
    assert company.json("show", other["id"])["version"] == other["version"]

    send("rtwo jobs\r")
    ana.until_said("Rejected")
    rejected = company.json("show", other["id"])
    assert (rejected["status"], rejected["note"]) == ("rejected", "two jobs")

    send("@")
    ana.until_said("Up and down scroll Esc back")
    ana.terminal.settle()
    assert f"accept {able['id']}" in ana.said
    assert f"reject {other['id']} '--reason=two jobs'" in ana.said
    ana.press("escape")
    assert ana.leave() == 0
