"""What the console may wear, by name: three themes of ours, and the terminal's own colours.

Every text has a contrast above 4.5 to 1 against its ground (tests/console/test_looks.py).
"""

from textual.theme import Theme

DARK = Theme(
    name="countersign",
    primary="#6cb6ff",
    secondary="#8ddb8c",
    accent="#6cb6ff",
    warning="#eac55f",
    error="#ff938a",
    success="#8ddb8c",
    foreground="#d6dde4",
    background="#12171d",
    surface="#12171d",
    panel="#1f2730",
    dark=True,
)
LIGHT = Theme(
    name="countersign-light",
    primary="#0a4fa3",
    secondary="#17642a",
    accent="#0a4fa3",
    warning="#7a4a00",
    error="#a8201a",
    success="#17642a",
    foreground="#1b2128",
    background="#fbfcfd",
    surface="#fbfcfd",
    panel="#e6ebf1",
    dark=False,
)
CONTRAST = Theme(
    name="countersign-contrast",
    primary="#8fd3ff",
    secondary="#9dff9d",
    accent="#8fd3ff",
    warning="#ffe96b",
    error="#ffb3ab",
    success="#9dff9d",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#262626",
    dark=True,
    variables={"text-muted": "#e6e6e6", "text-disabled": "#cccccc"},
)
OURS = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}
ANSI_DARK, ANSI_LIGHT = "ansi-dark", "ansi-light"
