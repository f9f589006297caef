"""A contracts file whose names try to act on the terminal that shows them."""

import csv
from pathlib import Path

HEAD = (
    "Purchase Order Description", "Purchase Order (Contract) Number", "Revision Number",
    "Specification Number", "Contract Type", "Start Date", "End Date", "Approval Date",
    "Department", "Vendor Name", "Vendor ID", "Address 1", "Address 2", "City", "State", "Zip",
    "Award Amount", "Procurement Type",
)  # fmt: skip
TEXTS = (
    "\x1b[31337mred",
    "\x1b]52;c;aGVsbG8=\x07clip",
    "\x1b]0;owned\x07title",
    "\x1bP+q544e\x1b\\dcs",
    "\x9b31337mc1",
    "\x9d52;c;aGVsbG8=\x9cosc1",
    "[@click=app.quit]x[/]",
    "[link=https://evil.example]y[/link]",
    "[bold red]shout[/",
    "\u202etxt.exe\u2066bidi",
    "=cmd|' /C calc'!A0",
    "a\rb\x08c\x7fd",
    "zero\u200bwidth\ufeff",
    "\x1b[6n\x1b[?1049lgone",
)
SIGNS = (
    "\x1b[31337m", "\x1b[6n", "\x1b]52", "\x1b]0;", "\x1bP", "owned\x07", "\x9b", "\x9c", "\x9d",
    "\x08", "\x7f", "\u202e", "\u2066", "\u200b", "\ufeff",
)  # fmt: skip
"""What would be in the terminal's bytes if a text came through as it is."""


def written(path: Path) -> Path:
    """Three contracts for each text, in title, vendor's name and department; and their changes."""
    with path.open("w", newline="", encoding="utf-8") as file:
        sheet = csv.writer(file)
        sheet.writerow(HEAD)
        for place, text in enumerate(TEXTS * 3):
            sheet.writerow(_row(place, 0, text, "1000.00"))
            sheet.writerow(_row(place, 1, text, "250.00"))
    return path


def _row(place: int, revision: int, text: str, amount: str) -> list[str]:
    about = f"{text} {place}"
    return [
        about, f"H{place:05}", str(revision), f"SP{place:05}", "DELEGATE AGENCY", "01/02/2024", "",
        "01/02/2024", f"DEPT {text}", about, f"{41617100 + place % len(TEXTS)}V", text, "",
        "CHICAGO", "IL", "60608", amount, text,
    ]  # fmt: skip
