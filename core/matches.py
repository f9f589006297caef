"""Which vendors of Sage and companies of the directory are one, judged by their names."""

from collections.abc import Iterable, Sequence

from core.case import Answers, Named
from core.ports import Asked, Likeness
from core.values import NamedTuple
from core.vocabulary import ErpStatus

S = ErpStatus
FREE = frozenset({S.UNSENT, S.RETRIEVED, S.REJECTED, S.UNLINKED})
"""Where a company of the directory may be linked (core.transitions.LINK)."""
ALL = 100


class Match(NamedTuple):
    """A vendor that only Sage holds, and the company it may be."""

    vendor: Named
    company: Named
    percent: int
    """How alike the names are; 100 where they are equal but for case."""
    rivals: int = 0
    """How many more vendors or companies have the same name; which is which is for people."""

    @property
    def sure(self) -> bool:
        """Equal names, and nobody else of that name (vendors 15)."""
        return self.percent == ALL and not self.rivals

    @property
    def asked(self) -> Asked:
        """The vendor as it was seen, with the company it is to be linked to."""
        return Asked(self.vendor.id, self.vendor.version, Answers(link_to=self.company.id))

    @property
    def words(self) -> str:
        """How alike, for people."""
        if self.percent < ALL:
            return f"{self.percent} % alike"
        return f"same name, {self.rivals} more" if self.rivals else "same name"


def suggested(companies: Sequence[Named]) -> list[Match]:
    """Pairs whose names are equal without regard to case, by name (vendors 15)."""
    vendors, free = _sides(companies)
    by_name: dict[str, list[Named]] = {}
    for company in free:
        by_name.setdefault(company.title.casefold(), []).append(company)
    same: dict[str, list[Named]] = {}
    for vendor in vendors:
        same.setdefault(vendor.title.casefold(), []).append(vendor)
    found = [
        Match(vendor, company, ALL, max(len(mine), len(theirs)) - 1)
        for name, mine in same.items()
        if (theirs := by_name.get(name))
        for vendor in mine
        for company in theirs
    ]
    return sorted(found, key=_order)


def ties(found: Iterable[Match]) -> list[Match]:
    """Those that `link all` links: equal names that leave no doubt (vendors V8a)."""
    return [match for match in found if match.sure]


def nearly(companies: Sequence[Named], percent: int, likeness: Likeness) -> list[Match]:
    """Pairs whose names are nearly equal and not equal, the most alike first."""
    vendors, free = _sides(companies)
    pairs = likeness.alike(
        [plain(v.title) for v in vendors], [plain(c.title) for c in free], percent
    )
    found = [
        Match(vendors[mine], free[theirs], min(alike, ALL - 1))
        for mine, theirs, alike in pairs
        if vendors[mine].title.casefold() != free[theirs].title.casefold()
    ]
    return sorted(found, key=_order)


def _sides(companies: Iterable[Named]) -> tuple[list[Named], list[Named]]:
    """Vendors ready to import, and companies that may be linked; those in use only."""
    active = [c for c in companies if c.active and c.title.strip()]
    return (
        [c for c in active if c.status is S.READY_TO_IMPORT],
        [c for c in active if c.status in FREE],
    )


def _order(match: Match) -> tuple[int, str, str, str]:
    return (-match.percent, match.vendor.title.casefold(), match.vendor.id, match.company.id)


FORMS = frozenset(
    {
        "co", "company", "corp", "corporation", "inc", "incorporated", "limited", "llc", "llp",
        "lp", "ltd", "plc", "the",
    }
)  # fmt: skip
"""Words that tell how a company is held, not which one it is."""


SIGNS: dict[int, str | None] = {n: " " for n in range(0x80) if not chr(n).isalnum()}
SIGNS |= {ord("&"): " and ", ord("."): None, ord("'"): None}
"""What becomes of the signs of plain text: most part words, some stand within one."""


def plain(name: str) -> str:
    """A name without case, punctuation and legal form: `Star Framing, L.L.C.` is `star framing`."""
    told = name.casefold().translate(SIGNS)
    if not told.isascii():
        told = "".join(c if c.isalnum() else " " for c in told)
    words = told.split()
    return " ".join([word for word in words if word not in FORMS]) or " ".join(words)
