"""The sandbox behind HTTP, in a process of its own."""

import sys
from pathlib import Path

from console.cli import exits
from console.cli.call import Call, Trouble

HIGHEST = 65_535


def serve(call: Call) -> int:
    """Until a signal ends it; each call is told on stderr."""
    from console.connector import stop_when_told

    said = call.text("port") or "0"
    if not said.isdecimal() or int(said) > HIGHEST:
        raise Trouble(f"--port {said!r} is no port; say a number up to {HIGHEST}, such as 8080.")
    calls = call.count("calls")
    if calls == 0:
        raise Trouble("--calls 0 lets nobody ask at all; say 1 or more.")

    def heard(method: str, path: str, status: int) -> None:
        call.out.say(f"{status} {method} {path.partition('?')[0]}")

    try:
        served, trusted = call.house.serve(
            int(said), heard, tls=call.flag("tls"), calls=calls, partner=call.flag("partner")
        )
    except OSError as why:
        raise Trouble(f"Port {said} cannot be used: {why.strerror}; say another.") from why
    told = stop_when_told()
    served.start()
    value = {"address": served.address, "trust": str(trusted) if trusted else None}
    lines = [
        f"The sandbox answers at {served.address}, on this machine only.",
        "Procore: client id and secret are `sandbox`; the company is 1.",
        "hh2: API key, secret, user and password are `sandbox`.",
    ]
    if trusted:
        lines.append(f"Trust {trusted}.")
    lines.append(
        f"A company on it: countersign init --home FOLDER {_founding(served.address, trusted)}"
    )
    call.out.answer(value, lines)
    sys.stdout.flush()
    served.wait(told)
    served.close()
    return exits.DONE


def _founding(address: str, trusted: Path | None) -> str:
    """The words of `init` that name this sandbox; it asks for the rest."""
    words = [f"--{system} {address}" for system in ("hh2", "procore-api", "procore-login")]
    words += ["--procore-company 1", "--procore-client sandbox"]
    return " ".join([*words, f"--trust {trusted}"] if trusted else words)
