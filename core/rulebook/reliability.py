"""What holds of decisions however many decide at once, and whoever they are, in our words."""

from core.rulebook.rule import CONTENT, LIFECYCLE, REPORTS, SCHEMA, STORE, Rule

RELIABILITY = (
    Rule("reliability I1", "At most one decision succeeds on one version of a record.", STORE),
    Rule("reliability I2", "Who decides holds the right and the limit, and did not send it."),
    Rule("reliability I3", "A decision is bound to the content that was looked at.", CONTENT),
    Rule("reliability I4", "Other content takes an acceptance back before it leaves.", LIFECYCLE),
    Rule("reliability I5", "Many decisions are a list of records as they were looked at.", STORE),
    Rule("reliability I8", "Nobody uses what they granted themselves by themselves."),
    Rule("reliability I20", "Each change has its one audit entry, and the schema says so.", SCHEMA),
    Rule("reliability I23", "An entry says who, from where, which version and content.", STORE),
    Rule("reliability I30", "An amount is a whole number, from the screen to the digest.", CONTENT),
    Rule("reliability 6.4", "Every decision is reported with all who had a hand in it.", REPORTS),
)
