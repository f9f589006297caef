"""Ask for known holes in every pin; what was not audited is no pass.

`python -m supply.audit PIP_AUDIT`. Exit 0: every pin was audited and none has a known hole; 1: one
has; 2: not every pin was audited, so nobody knows.
"""

import json
import subprocess
import sys
from typing import Any, NamedTuple

from supply import PINS, read

CLEAN, HOLES, UNKNOWN = 0, 1, 2
TIMEOUT = 600


class Audited(NamedTuple):
    """What the audit came to."""

    pins: int
    audited: int
    holes: tuple[str, ...]
    trouble: str
    """Why it could not be made whole; empty where it was."""

    @property
    def code(self) -> int:
        if self.holes:
            return HOLES
        return CLEAN if self.audited == self.pins and not self.trouble else UNKNOWN

    @property
    def verdict(self) -> str:
        counted = f"Audited {self.audited} of {self.pins} pins"
        if self.holes:
            return f"{counted}; known holes: " + "; ".join(self.holes)
        if self.code == CLEAN:
            return f"{counted}; no known hole."
        why = self.trouble or "some were passed over"
        return f"{counted}: NOT A PASS. The audit could not be made ({why})."


def asked(tool: str) -> Audited:
    """Have pip-audit look at every pin."""
    pins = read(PINS)
    words = ["--strict", "--disable-pip", "--require-hashes", "--progress-spinner", "off"]
    ended = subprocess.run(
        [tool, *words, "--format", "json", "-r", str(PINS)],
        capture_output=True, text=True, check=False, timeout=TIMEOUT,
    )  # fmt: skip
    return weighed(len(pins), ended.stdout, ended.stderr, ended.returncode)


def weighed(pins: int, told: str, trouble: str, code: int) -> Audited:
    """Judge by what was audited, not by how the tool ended."""
    try:
        found: list[dict[str, Any]] = json.loads(told)["dependencies"]
    except (ValueError, KeyError):
        last = (trouble.strip().splitlines() or [f"pip-audit ended with {code}"])[-1]
        return Audited(pins, 0, (), last)
    audited = [each for each in found if "skip_reason" not in each]
    holes = tuple(
        f"{each['name']} {each['version']}: {hole['id']}"
        for each in audited
        for hole in each.get("vulns", ())
    )
    skipped = [each for each in found if "skip_reason" in each]
    why = f"{skipped[0]['name']}: {skipped[0]['skip_reason']}" if skipped else ""
    return Audited(pins, len(audited), holes, why)


def main() -> int:
    audited = asked(sys.argv[1])
    print(audited.verdict)
    return audited.code


if __name__ == "__main__":
    sys.exit(main())
