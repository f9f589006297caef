"""Settings of who decides: four eyes, limits by kind, and from when on two people accept."""

from core.options.option import Group, Money, Option, Switch, Whole
from core.permissions import Deed
from core.settings import Amounts
from core.vocabulary import Cents, RecordKind, words

G, CHANGE = Group.DUTIES, Deed.CHANGE_SETTINGS
LONGEST = 365
MOST: Cents = 10**13


def _plural(name: str) -> str:
    return f"{words(RecordKind(name))}s"


DUTIES = (
    Option("duties.four_eyes", "Four eyes", G, Switch(), "reliability I2", CHANGE,
           "Who sent a record, or changed it last, does not accept it."),
    Option("duties.grantor_days", "Waiting for one's own grants", G,
           Whole(0, LONGEST, "in days"), "reliability I8", CHANGE,
           "Who granted themselves a right, or changed these settings, accepts nothing for so long "
           "unless another administrator confirms it; 0: at once."),
    *(
        Option(f"accept_limit.{name}", f"Limit for {_plural(name)}", G, Money(0, MOST),
               "reliability I2", CHANGE,
               "Beyond it nobody accepts one without a limit of their own; 0: no limit.")
        for name in Amounts._fields
    ),
    *(
        Option(f"second_approver.{name}", f"Two people for {_plural(name)}", G, Money(0, MOST),
               "reliability I2", CHANGE,
               "From this amount on two people have to accept one; 0: never.")
        for name in Amounts._fields
    ),
)  # fmt: skip
