"""The doctor's look at exports: whether they leave, and whether Sage holds what they wrote."""

from collections.abc import Iterator

from core.health import Check, Facts, Finding, Kept, State, inside

PASS, WARN, FAIL = State.PASS, State.WARN, State.FAIL


def exports(_: Facts, kept: Kept) -> Iterator[Finding]:
    if not kept.held_back:
        yield Finding(PASS, "Nothing holds exports back.")
    for why in kept.held_back:
        step = "Once the reason is gone: `countersign connector go`."
        yield Finding(WARN, why, step if why.startswith("Exports are stopped") else "")


def compared(_: Facts, kept: Kept) -> Iterator[Finding]:
    if kept.compared is None:
        yield Finding(PASS, "Nothing was compared with Sage yet; the connector does it every day.")
    elif kept.incidents:
        step = "Read each with `countersign reconcile`, and mend it in Sage or here."
        yield Finding(FAIL, f"{len(kept.incidents):,} differ: {kept.incidents[0]}", step)
    else:
        text = f"{kept.compared:,} exports were compared with Sage; all of them agree."
        yield Finding(PASS, text)


EXPORT_CHECKS = (
    Check("exports", "Exports go out", "reliability 6.3", "every export", inside(exports)),
    Check("compared", "Sage holds what was exported", "reliability 6.3",
          "nothing, but the books differ", inside(compared)),
)  # fmt: skip
