"""Write pins.txt: every pin of constraints.txt with the hash of its file, and no index named."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from supply import CONSTRAINTS, PINS, Pin, normal, read

HEAD = """\
# Written by `make pins` from constraints.txt: the files that these pins are, for Python 3.11 on
# Linux x86-64. `pip install --require-hashes --no-deps -r pins.txt` takes no other.
"""


def resolved() -> list[Pin]:
    """What pip would install for the pins, with the hashes of the files."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        words = ["install", "--dry-run", "--ignore-installed", "--no-deps", "--quiet"]
        subprocess.run(
            [
                sys.executable, "-m", "pip", *words, "--disable-pip-version-check",
                "--report", report.name, "-r", str(CONSTRAINTS),
            ],
            check=True,
        )  # fmt: skip
        told = json.loads(Path(report.name).read_text("utf-8"))
    found = {}
    for each in told["install"]:
        about, file = each["metadata"], each["download_info"]["archive_info"]
        pin = Pin(about["name"], about["version"], (file["hashes"]["sha256"],))
        found[pin.key] = pin
    return [found[normal(p.name), p.version]._replace(name=p.name) for p in read(CONSTRAINTS)]


def main() -> None:
    lines = [f"{p.name}=={p.version} \\\n    --hash=sha256:{p.hashes[0]}\n" for p in resolved()]
    PINS.write_text(HEAD + "".join(lines), "utf-8")
    print(f"{len(lines)} pins with hashes in {PINS.name}.")


if __name__ == "__main__":
    main()
