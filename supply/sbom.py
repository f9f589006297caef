"""Write the bill of materials: every package here, and the SQLite inside one of them.

`python -m supply.sbom CYCLONEDX_PY FILE`; the SQLite that pysqlite3 carries is known to no index.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from adapters.sqlite import VERSION, is_fixed
from supply import installed, needed, normal

SQLITE = ".".join(map(str, VERSION))
CARRIER = "pysqlite3"


def made(tool: str) -> dict[str, Any]:
    """What cyclonedx-py tells of this environment, and SQLite."""
    told = subprocess.run(
        [tool, "environment", sys.executable, "--output-format", "JSON", "--output-reproducible"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    bill: dict[str, Any] = json.loads(told.stdout)
    wanted = needed()
    for each in bill["components"]:
        each["scope"] = "required" if normal(each["name"]) in wanted else "excluded"
    bill["components"].append(sqlite())
    carriers = [d for d in bill["dependencies"] if d["ref"].partition("==")[0] == CARRIER]
    for each in carriers:
        each.setdefault("dependsOn", []).append(sqlite()["bom-ref"])
    bill["dependencies"].append({"ref": sqlite()["bom-ref"]})
    return bill


def sqlite() -> dict[str, Any]:
    return {
        "bom-ref": f"sqlite=={SQLITE}",
        "type": "library",
        "name": "sqlite",
        "version": SQLITE,
        "purl": f"pkg:generic/sqlite@{SQLITE}",
        "scope": "required",
        "description": f"The library inside {CARRIER}, in which the WAL-reset bug "
        + ("is fixed." if is_fixed(VERSION) else "is NOT fixed."),
    }


def lacking(bill: dict[str, Any]) -> list[str]:
    """Packages that are installed and not in the bill."""
    named = {(normal(each["name"]), each["version"]) for each in bill["components"]}
    named.add((normal(bill["metadata"].get("component", {}).get("name", "")), ""))
    return [
        f"{name} {version}"
        for name, version in sorted(installed().items())
        if (name, version) not in named and name not in {"countersign", "pip", "setuptools"}
    ]


def main() -> int:
    bill, file = made(sys.argv[1]), Path(sys.argv[2])
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(bill, indent=1) + "\n", "utf-8")
    missing = lacking(bill)
    print(f"{file}: {len(bill['components'])} components, SQLite {SQLITE} among them.")
    if missing:
        print(f"Missing: {', '.join(missing)}.", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
