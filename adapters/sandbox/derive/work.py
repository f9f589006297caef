"""What kind of work a contract is: its cost codes, its type, and how its amount splits."""

from adapters.sandbox.contract_row import ContractRow
from adapters.sandbox.derive.chance import allotted
from core.records import CostCode, CostType, SovLine
from core.values import NamedTuple
from core.vocabulary import ContractType

CATEGORIES = {
    "L": "Labour",
    "M": "Materials",
    "S": "Subcontracts",
    "E": "Equipment",
    "O": "Other",
}


class Standard(NamedTuple):
    """A standard cost code as Sage keeps it."""

    code: str
    description: str
    categories: str
    group: bool = False


STANDARD = (
    Standard("01-000", "General requirements", "", group=True),
    Standard("01-100", "Summary of work", "LSO"),
    Standard("01-310", "Project management", "LO"),
    Standard("01-320", "Progress documentation", "LSO"),
    Standard("01-450", "Quality control", "LS"),
    Standard("01-510", "Temporary utilities", "MSO"),
    Standard("01-560", "Leases and premises", "O"),
    Standard("01-740", "Cleaning and maintenance", "LMS"),
    Standard("01-810", "Professional services", "SO"),
    Standard("01-820", "Community services", "SO"),
    Standard("01-830", "Grants to delegate agencies", "O"),
    Standard("01-840", "Software and data services", "SO"),
    Standard("01-850", "Permits and fees", "O"),
    Standard("02-000", "Existing conditions", "", group=True),
    Standard("02-210", "Surveys and borings", "SO"),
    Standard("02-410", "Demolition", "LSE"),
    Standard("02-610", "Removal of debris", "SEO"),
    Standard("02-820", "Asbestos and lead abatement", "LS"),
    Standard("03-000", "Concrete", "", group=True),
    Standard("03-300", "Cast-in-place concrete", "LMS"),
    Standard("05-100", "Structural steel", "LMS"),
    Standard("07-500", "Roofing", "LMS"),
    Standard("09-900", "Painting and coating", "LMS"),
    Standard("11-100", "Vehicles and equipment", "ME"),
    Standard("12-500", "Furniture and supplies", "M"),
    Standard("22-100", "Plumbing", "LMS"),
    Standard("23-300", "Heating and ventilation", "LMS"),
    Standard("26-000", "Electrical", "", group=True),
    Standard("26-500", "Lighting", "LMS"),
    Standard("26-600", "Signals and controls", "LMSE"),
    Standard("31-000", "Earthwork", "", group=True),
    Standard("31-200", "Grading and excavation", "LSE"),
    Standard("31-250", "Erosion control", "MS"),
    Standard("32-000", "Exterior improvements", "", group=True),
    Standard("32-120", "Asphalt paving", "LMSE"),
    Standard("32-130", "Concrete paving", "LMSE"),
    Standard("32-900", "Planting and landscaping", "LMS"),
    Standard("33-100", "Water mains", "LMSE"),
    Standard("33-300", "Sewers", "LMSE"),
    Standard("34-700", "Traffic control", "LSE"),
)

BROKEN = (
    Standard("1541", "Roads, before sections", "S"),
    Standard("02_410", "Demolition, old form", "S"),
    Standard("26-05-19-100", "Cables, four sections", "MS"),
    Standard("03:300", "Concrete, imported", "S"),
)
"""Codes an older set-up left behind in Sage. The rules refuse them, each for its own reason."""

PROJECT_ONLY = (
    Standard("98-100", "Owner's contingency", "O"),
    Standard("98-200", "Tenant improvements", "S"),
    Standard("98-300", "Allowances", "O"),
)
"""Typed into projects by hand; Sage makes codes, so these never travel."""

RETIRED = (
    Standard("50-100", "Converted history", "O"),
    Standard("50-200", "Replacement contracts", "SO"),
)

DESCRIPTION = {code.code: code.description for code in STANDARD}
EXTRA = ("01-450", "S")
"""What a job with a pending update has asked for."""
OVERHEAD = (("01-310", "L"), ("01-310", "O"))
"""On every job, whatever its contracts are for."""


class Work(NamedTuple):
    """A kind of work, known by words in the row."""

    words: tuple[str, ...]
    portions: tuple[tuple[str, str, int], ...]
    """Code, category, weight; the first takes all of a small contract."""
    type: ContractType = ContractType.SUBCONTRACT
    retainage: int = 1000


P = ContractType.PURCHASE_ORDER
# fmt: off
WORKS = (
    Work(("DEMOLITION", "WRECK"),
         (("02-410", "S", 7), ("02-610", "E", 2), ("31-200", "E", 1))),
    Work(("ASBESTOS", "ABATEMENT"),
         (("02-820", "S", 8), ("01-450", "L", 1))),
    Work(("RUNWAY", "TAXIWAY", "AVIATION", "CONCOURSE"),
         (("31-200", "S", 4), ("32-130", "S", 5), ("26-500", "S", 2), ("34-700", "S", 1))),
    Work(("SEWER",),
         (("33-300", "S", 7), ("31-200", "E", 2), ("32-120", "S", 1))),
    Work(("WATER",),
         (("33-100", "S", 6), ("31-200", "E", 2), ("32-120", "S", 1))),
    Work(("ROOF",),
         (("07-500", "S", 8), ("01-450", "L", 1))),
    Work(("SIGNAL", "LIGHTING", "ELECTRIC"),
         (("26-500", "S", 4), ("26-600", "S", 4), ("26-500", "M", 2))),
    Work(("STREET", "RESURFAC", "PAVING", "ROAD", "AVENUE", "BRIDGE", "VIADUCT", "SIDEWALK"),
         (("32-120", "S", 5), ("03-300", "S", 3), ("34-700", "S", 1), ("31-250", "S", 1))),
    Work(("CONSTRUCT", "JOC", "REHAB", "RENOVAT", "BUILD"),
         (("03-300", "S", 4), ("05-100", "S", 3), ("23-300", "S", 2), ("09-900", "S", 1))),
    Work(("LANDSCAP", "PLANTING", "TREES"),
         (("32-900", "S", 8), ("31-250", "M", 1))),
    Work(("LEASE", "RENTAL"),
         (("01-560", "O", 1),), P, 0),
    Work(("VEHICLE", "TRUCK", "EQUIPMENT"),
         (("11-100", "E", 6), ("11-100", "M", 1)), P, 0),
    Work(("SOFTWARE", "COMPUTER", "DATA"),
         (("01-840", "S", 4), ("01-840", "O", 1)), P, 0),
    Work(("COMMODIT", "SUPPL", "FURNI", "MATERIAL", "PARTS"),
         (("12-500", "M", 1),), P, 0),
    Work(("JANITOR", "CLEAN", "MAINT", "REPAIR"),
         (("01-740", "S", 4), ("01-740", "M", 1)), P, 0),
    Work(("ARCH/", "ENGINEER", "DESIGN", "SURVEY", "PRO SERV", "PROFESSIONAL", "CONSULT"),
         (("01-810", "S", 6), ("02-210", "S", 1)), P, 0),
    Work(("DELEGATE", "TITLE", "HEAD START", "CDBG", "ASSISTANCE", "PROGRAM", "EMPLOYMENT"),
         (("01-830", "O", 5), ("01-820", "S", 1)), P, 0),
)
# fmt: on
ANYTHING = Work((), (("01-100", "S", 5), ("01-850", "O", 1)), P, 0)
ONE_LINE = 25_000_00
TWO_LINES = 250_000_00


def work(row: ContractRow) -> Work:
    """What a row is for, by the first words that fit."""
    text = f"{row.type} {row.title}".upper()
    return next((w for w in WORKS if any(word in text for word in w.words)), ANYTHING)


def lines(row: ContractRow, extra: str = "") -> tuple[SovLine, ...]:
    """The schedule of values: more lines the more money."""
    portions = work(row).portions
    count = 1 if row.award < ONE_LINE else 2 if row.award < TWO_LINES else len(portions)
    used = portions[:count]
    amounts = allotted(row.award, [weight for *_, weight in used])
    return tuple(
        SovLine(item, code, category, amount, DESCRIPTION[code], extra)
        for item, ((code, category, _), amount) in enumerate(zip(used, amounts, strict=True), 1)
    )


def cost_code(standard: Standard, *, active: bool = True) -> CostCode:
    types = tuple(CostType(c, CATEGORIES[c]) for c in standard.categories)
    return CostCode(types, standard.group, active)
