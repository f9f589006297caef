"""What must hold of any store at any time: a number, and the sentence it stands for."""

from core.values import NamedTuple


class Finding(NamedTuple):
    """Something that must never be, and is."""

    rule: str
    """A key of INVARIANTS."""
    record: str
    """The record it was found at; empty where it is the store as a whole."""
    evidence: str
    """What was found, in one sentence."""

    def __str__(self) -> str:
        return f"{self.rule}: {self.evidence}"


INVARIANTS = {
    "I1": "At most one decision succeeds for each version of a record.",
    "I3": "The content is the one that was looked at and written down.",
    "I9": "At most one document in the ERP for each approval.",
    "I10": "What is sent is what was approved.",
    "I11": "Nothing leaves before it is committed who sends it.",
    "I12": "Synced is written only with evidence.",
    "I13": "From an unknown outcome there is only found, absent, or a person's word.",
    "I14": "Absence is believed only when it was seen after the last call.",
    "I15": "An outcome is written only by the connector that holds the effect.",
    "I16": "What is synced leaves that status only by a step of its own.",
    "I17": "What was accepted is synced, refused, owed, or on a list that people look at.",
    "I18": "What a record hangs on was synced before the record was.",
    "I20": "Every change has exactly one entry, and every entry its change.",
    "I21": "The chain holds, and the entries lead to the records as they are.",
    "I22": "The newest entries are anchored outside the store.",
    "I24": "The file is whole.",
    "I28": "Tables, triggers and promises are those of the schema.",
    "I30": "Money is a whole number of minor units.",
    "steps": "Every step ever taken is a row of its lifecycle.",
    "counts": "Kept counts are what a recount gives.",
}
"""By their numbers in the failure model; docs/reliability.md says which are checked where."""
