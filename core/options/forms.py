"""What is wrong with words that have a form: an address, a host, a prefix."""

import re

HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?")
ADDRESS = re.compile(r"[^@\s,;<>()\[\]\"\\]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
PREFIX = re.compile(r"[A-Za-z0-9./-]*")
JOB = "{job}"


def host(said: str) -> str | None:
    if HOST.fullmatch(said):
        return None
    return f"{said!r} is no name of a server; write it like mail.example.com"


def address(said: str) -> str | None:
    if ADDRESS.fullmatch(said):
        return None
    return f"{said!r} is no address; write it like accounting@example.com"


def prefix(said: str) -> str | None:
    if PREFIX.fullmatch(said.replace(JOB, "")):
        return None
    return f"{said!r} holds what an id cannot; it takes letters, digits, - . / and {JOB}"
