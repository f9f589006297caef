"""What holds through every history (master-data 6), in our words."""

from core.rulebook.rule import LEDGER, LIFECYCLE, OUTCOME, RELAY, RIGHTS, STORE, Rule

INVARIANTS = (
    Rule("invariant I1", "Nothing of a sent record changes until its status does.", STORE),
    Rule("invariant I2", "One record of the ERP is one record here, and back.", STORE),
    Rule("invariant I3", "Import and export never run for one pair at once.", LIFECYCLE),
    Rule("invariant I4", "Nothing done here deletes anything in Sage.", LEDGER),
    Rule("invariant I5", "Only approvers, and senders who retrieve, move what was sent.", RIGHTS),
    Rule("invariant I6", "A failed export leaves both sides as they were.", OUTCOME),
    Rule("invariant I7", "With the relay stopped there is only its last picture.", RELAY),
)
