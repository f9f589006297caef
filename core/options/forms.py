"""What is wrong with words that have a form: an address, a host, a prefix."""

import re

HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?")
ADDRESS = re.compile(r"[^@\s,;<>()\[\]\"\\]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
PREFIX = re.compile(r"[A-Za-z0-9./-]*")
KEY_PART = re.compile(r"[A-Za-z0-9._-]+")
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


def key_part(said: str) -> str | None:
    if KEY_PART.fullmatch(said):
        return None
    return f"{said!r} cannot stand in a key; it takes letters, digits, - . and _"


def absolute(said: str) -> str | None:
    if said.startswith("/") and said.isprintable():
        return None
    return f"{said!r} is no whole path; write it like /var/log/countersign/anchors"
