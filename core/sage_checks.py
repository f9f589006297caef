"""The doctor's checks of the way from Sage: the relay, its hops, its mappings and set-up.

What is listed under "recent changes are missing" (cross-cutting C.5, ten of them) is here in that
order, besides what invoices take (financials 68 to 70).
"""

from collections.abc import Callable, Iterator

from core.guards.invoices import UNUSED
from core.health import Check, Facts, Finding, Kept, State, ago, inside, some_of, span_of
from core.mappings import MAPPINGS, Feature, Mapping, amiss, boxes, mend
from core.relay import INVOICE_CLIENT, all_of_sage, first_step, takes_invoices
from core.routes import UNTOLD
from core.settings import Settings
from core.syncing import OPEN, TO_US, limits
from core.tabs import TAB_OF, TABS
from core.vocabulary import capital, with_article, words

PASS, WARN, FAIL = State.PASS, State.WARN, State.FAIL
CONNECT = "Run `countersign connector`, or open the console: it brings one."
INVOICES = "sending and accepting subcontractor invoices"
HARMLESS = frozenset({Feature.TAX_GROUPS, Feature.BILLED_RATES})
"""Where these are not mapped, nothing of them comes, and nothing is blocked."""
THROUGH = "exports, looks in Sage and step one of the sync; refreshes bring what was read last"


# C.5, 1 to 4: the hops


def poll(facts: Facts, kept: Kept) -> Iterator[Finding]:
    run = kept.jobs.get(TO_US)
    if run is None:
        yield Finding(WARN, "The relay was never polled from here.", CONNECT)
        return
    age, most = facts.now - run.at, limits(kept.settings.schedule, facts.pace).poll
    text = f"The relay was polled {ago(age)} ({run.result})"
    tabs = " ".join(tab.name for tab in TABS if tab.refresh)
    step = f"Take step two, `countersign refresh TAB`, for each of: {tabs}."
    if age > most:
        yield Finding(WARN, f"{text}; more than {span_of(most)} is stale.", step)
    else:
        yield Finding(PASS, f"{text}; it goes on by itself.")


def relay(facts: Facts) -> Iterator[Finding]:
    if facts.unreachable is None:
        text = "The relay was not asked: nothing that can be read here says how it is reached."
        yield Finding(WARN, text, "Mend the connections, or make a sandbox.")
    elif facts.unreachable:
        step = "Start hh2's service on the Sage server; restart it after its database restarts."
        yield Finding(FAIL, facts.unreachable, step)
    else:
        yield Finding(PASS, "The relay answers, and it reaches Sage.")


def client(_: Facts, kept: Kept) -> Iterator[Finding]:
    held = kept.settings.relay.client or "unknown"
    if takes_invoices(kept.settings.relay):
        yield Finding(PASS, f"The hh2 client is {held}; invoices need {INVOICE_CLIENT}.")
    else:
        text = f"The hh2 client is {held}; invoices need {INVOICE_CLIENT} or newer."
        yield Finding(FAIL, text, "Update the hh2 client on the Sage server.")


def account(_: Facts, kept: Kept) -> Iterator[Finding]:
    why = kept.settings.relay.account
    if not why:
        yield Finding(PASS, "The relay's account gets into Sage.")
        return
    step = (
        "In Sage, renew its password so that it never expires, and put it into Application Admin "
        "and Security Admin."
    )
    yield Finding(FAIL, f"The relay's account does not get into Sage: {why}", step)


def reported(facts: Facts, kept: Kept) -> Iterator[Finding]:
    if facts.reported is None or facts.reported == kept.settings.relay:
        yield Finding(PASS, "What is kept here of the relay's set-up is what it told last.")
    else:
        text = "The relay's set-up has changed since it was last asked; the old one is judged by."
        yield Finding(WARN, text, CONNECT)


def mirror(facts: Facts, kept: Kept) -> Iterator[Finding]:
    most = limits(kept.settings.schedule, facts.pace)
    for kind, (relay_read, we_read) in kept.mirrors.items():
        name = TAB_OF[kind].name
        step = f"Refresh: `countersign refresh {name}`." if TAB_OF[kind].refresh else CONNECT
        if kind in UNTOLD and not kept.sandbox:
            noun = with_article(words(kind))
            text = f"hh2 tells nothing of {noun}; what Sage holds of it is a person's word."
            yield Finding(PASS, text, "", words(kind))
            continue
        if relay_read is None or we_read is None:
            yield Finding(FAIL, "It was never read.", step, words(kind))
            continue
        ages = facts.now - relay_read, facts.now - we_read
        text = f"The relay read Sage {ago(ages[0])}, we read the relay {ago(ages[1])}"
        if ages[0] > most.relay:
            step = f"{_sentence(first_step(kept.settings.relay))} {step}"
        if ages[0] > most.relay or ages[1] > most.poll:
            stale = f"{span_of(most.relay)} and {span_of(most.poll)}"
            yield Finding(WARN, f"{text}; more than {stale} is stale.", step, words(kind))
        else:
            yield Finding(PASS, f"{text}.", "", words(kind))


# C.5, 5: the mappings, a line for each feature, and for each box of invoices


def wanted(feature: Feature, settings: Settings) -> bool:
    """Whether the company uses a feature."""
    match feature:
        case Feature.OWNER_INVOICES:
            return settings.owner_invoices
        case Feature.TAX_GROUPS:
            return settings.tax_groups
        case Feature.BILLED_RATES:
            return settings.billed_rates
        case _:
            return True


def mapped(row: Mapping) -> Callable[[Facts], Iterator[Finding]]:
    def look(_: Facts, kept: Kept) -> Iterator[Finding]:
        relay = kept.settings.relay
        ticks = relay.mappings
        wrong = amiss(row.feature, ticks)
        if not wanted(row.feature, kept.settings):
            yield Finding(PASS, f"{row.feature.capitalize()} are not used here.")
        elif wrong is None:
            yield Finding(PASS, f"All {len(boxes(row, ticks))} boxes are as they should be.")
        else:
            state = WARN if row.feature in HARMLESS else FAIL
            yield Finding(state, wrong, mend(row.feature, ticks, all_of_sage(relay, "deep")))

    return inside(look)


def invoice_boxes(_: Facts, kept: Kept) -> Iterator[Finding]:
    row = next(row for row in MAPPINGS if row.feature is Feature.SUBCONTRACTOR_INVOICES)
    for box in boxes(row, kept.settings.relay.mappings):
        if box.well:
            yield Finding(PASS, "It is ticked in the hh2 client.", "", box.name)
        else:
            step = f"Tick {box.name} in the client's advanced mappings; un-tick nothing."
            yield Finding(FAIL, "It is not ticked in the hh2 client.", step, box.name)


# C.5, 6 to 10: what is left out on purpose or by mistake


def reach(_: Facts, kept: Kept) -> Iterator[Finding]:
    if not kept.steps:
        yield Finding(PASS, "Step one was never taken by hand; the automatic sync leaves none out.")
        return
    step = kept.steps[0]
    text = f"The last step one was for {step.span}, {step.depth}: {step.result or step.state}"
    if step.state in OPEN:
        yield Finding(PASS, f"{text}.")
    elif "left out" in step.result:
        yield Finding(WARN, f"{text}.", _sentence(all_of_sage(kept.settings.relay)))
    else:
        yield Finding(PASS, f"{text}.")


def vendors(_: Facts, kept: Kept) -> Iterator[Finding]:
    behind = kept.behind
    found = []
    if behind.inactive:
        found.append(
            f"{len(behind.inactive):,} vendors are inactive in Sage: {some_of(behind.inactive)}."
        )
    if behind.untaken:
        found.append(
            f"{len(behind.untaken):,} are of a type that is not imported: "
            f"{some_of(behind.untaken)}."
        )
    step = "Make them active in Sage, or tick their type with `countersign settings`."
    if found:
        yield Finding(WARN, " ".join(found), step)
    else:
        yield Finding(PASS, "No vendor is kept back for being inactive or for its type.")


def posted(_: Facts, kept: Kept) -> Iterator[Finding]:
    yield _left_out(
        kept.behind.unposted, "wait in Sage to be posted", "Nothing waits in Sage to be posted.",
        "Post the batches in Sage.",
    )  # fmt: skip


def projects(_: Facts, kept: Kept) -> Iterator[Finding]:
    yield _left_out(
        kept.behind.projects, "projects cannot be sent", "No project is off the ERP's code list.",
        "Set each to be synced, on the ERP's cost code list, then send it.",
    )  # fmt: skip


def primes(_: Facts, kept: Kept) -> Iterator[Finding]:
    yield _left_out(
        kept.behind.primes, "prime contracts cannot be read from Sage",
        "Every prime contract can be read from Sage.",
        "Approve each, sync its job, and keep it on one project.",
    )  # fmt: skip


def _sentence(text: str) -> str:
    return f"{capital(text)}."


def _left_out(names: tuple[str, ...], what: str, none: str, step: str) -> Finding:
    if not names:
        return Finding(PASS, none)
    return Finding(WARN, f"{len(names):,} {what}: {some_of(names, '; ')}.", step)


# the set-up of invoices


def date_received(_: Facts, kept: Kept) -> Iterator[Finding]:
    yield _usage("Date Received Usage", kept.settings.relay.date_received_usage)


def payment_date(_: Facts, kept: Kept) -> Iterator[Finding]:
    yield _usage("Payment Date Usage", kept.settings.relay.payment_date_usage)


def _usage(name: str, usage: str) -> Finding:
    if usage in UNUSED:
        return Finding(PASS, f"{name} is {usage} in Sage AP.")
    step = f"Set {name} to Not Used or Not Required in Sage AP's invoice settings."
    return Finding(FAIL, f"{name} is {usage} in Sage AP.", step)


def tax_groups(_: Facts, kept: Kept) -> Iterator[Finding]:
    if kept.settings.tax_groups:
        text = "Tax groups are imported from Sage, which excludes the export of invoices."
        yield Finding(FAIL, text, "Switch one of the two off.")
    else:
        yield Finding(PASS, "Tax groups are off, so invoices may be exported.")


# fmt: off
RELAY_CHECKS = (
    Check("poll", "Step two was taken lately", "cross-cutting C.5 (1)",
          "nothing, but what is shown is old", inside(poll)),
    Check("relay", "The relay answers and reaches Sage", "cross-cutting C.5 (2)", THROUGH, relay),
    Check("client", f"The hh2 client is {INVOICE_CLIENT} or newer",
          "financials 70 (I9), cross-cutting C.5 (3)",
          f"{INVOICES}, and owner invoices", inside(client)),
    Check("account", "The relay's account gets into Sage", "cross-cutting C.5 (4)",
          THROUGH, inside(account)),
    Check("set-up", "The relay's set-up is known here", "cross-cutting C.5 (5)",
          "nothing, but it is judged by the old one", inside(reported)),
    *(
        Check(f"mapping of {row.feature}", f"{row.feature.capitalize()} are mapped",
              f"{row.rule}, cross-cutting C.5 (5)" if row.rule != "cross-cutting C.3"
              else "cross-cutting C.3", row.blocks, mapped(row))
        for row in MAPPINGS
    ),
    Check("range", "Step one left nothing out", "cross-cutting C.5 (6)",
          "nothing, but older changes are missing", inside(reach)),
    Check("vendors", "No vendor is kept back", "cross-cutting C.5 (7)",
          "importing and linking these vendors", inside(vendors)),
    Check("posted", "Nothing waits in Sage to be posted", "cross-cutting C.5 (8)",
          "unlocking and re-sending these budgets", inside(posted)),
    Check("projects", "Projects are on the ERP's code list", "cross-cutting C.5 (9)",
          "sending these projects, and all that hangs on them", inside(projects)),
    Check("primes", "Prime contracts can be read", "cross-cutting C.5 (10)",
          "importing these contracts and reading them again", inside(primes)),
    Check("mirror", "The picture of Sage is fresh", "cross-cutting C.1",
          "importing and unlinking records of this kind", inside(mirror)),
)
SETUP_CHECKS = (
    Check("invoice mapping", "Each of the six AP mappings is ticked", "cross-cutting C.3",
          INVOICES, inside(invoice_boxes)),
    Check("date received", "Sage AP asks for no date received", "financials 69 (I8)",
          INVOICES, inside(date_received)),
    Check("payment date", "Sage AP asks for no payment date", "financials 69 (I8)",
          INVOICES, inside(payment_date)),
    Check("tax groups", "Tax groups are off", "financials 68 (I7)", INVOICES, inside(tax_groups)),
)
# fmt: on
