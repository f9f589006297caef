"""G23: what the program is made of is pinned, told, and holds one fixed SQLite."""

import json
import subprocess
import sys
from pathlib import Path

from adapters.sqlite import VERSION, is_fixed
from soak import Figures
from supply import CONSTRAINTS, PINS, ROOT, Pin, installed, needed, normal, read
from supply.sbom import SQLITE, lacking

BILL = ROOT / "dist" / "sbom.cdx.json"
EVERYTHING = """
import importlib, pkgutil
import core, adapters, console
for room in (core, adapters, console):
    for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
import sqlite3, sqlite_utils
sqlite3.connect(":memory:").execute("SELECT 1")
files = {line.split()[-1] for line in open("/proc/self/maps")}
print(*sorted(file for file in files if "sqlite" in file.lower() and ".so" in file), sep="\\n")
"""


def run(size: int, seed: int) -> Figures:  # noqa: ARG001  # there is nothing to do by chance
    """Once; the size changes nothing."""
    pins, wanted, here = read(PINS), read(CONSTRAINTS), installed()
    wrong = _pinned(pins, wanted, here)
    mapped = subprocess.run(
        [sys.executable, "-c", EVERYTHING], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    if len(mapped) != 1:
        wrong.append(f"{len(mapped)} SQLite libraries are in one process: {' '.join(mapped)}")
    if not is_fixed(VERSION):
        wrong.append("the WAL-reset bug is not fixed in this SQLite")
    counted: list[tuple[str, object]] = [
        ("pins, and pins with hashes", f"{len(wanted)} and {sum(bool(p.hashes) for p in pins)}"),
        ("packages that the program needs", len(needed())),
        ("SQLite libraries in a process", len(mapped)),
        ("SQLite", ".".join(map(str, VERSION))),
    ]
    note = "Known holes are asked for by `make audit`, which needs its data."
    if BILL.exists():
        bill = json.loads(BILL.read_text("utf-8"))
        named = {(each["name"], each["version"]) for each in bill["components"]}
        wrong += [f"the bill of materials lacks {each}" for each in lacking(bill)]
        if ("sqlite", SQLITE) not in named:
            wrong.append(f"the bill of materials does not name SQLite {SQLITE}")
        counted.append(("components in the bill of materials", len(named)))
    else:
        note += " There is no bill of materials yet: run `make sbom` first."
    return Figures(tuple(counted), tuple(wrong), note)


def _pinned(pins: list[Pin], wanted: list[Pin], here: dict[str, str]) -> list[str]:
    keys = {pin.key for pin in pins if pin.hashes}
    names = {name for name, _ in keys}
    wrong = [
        f"{pin.name} {pin.version} has no hash; run `make pins`"
        for pin in wanted
        if pin.key not in keys
    ]
    wrong += [f"{name} is needed and not pinned" for name in sorted(needed() - names)]
    wrong += [
        f"{pin.name} is installed as {here[normal(pin.name)]}, not as {pin.version}"
        for pin in wanted
        if here.get(normal(pin.name), pin.version) != pin.version
    ]
    named = Path(PINS).read_text("utf-8")
    return wrong + (["pins.txt names an address"] if "://" in named else [])
