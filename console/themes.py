"""What the console may wear, by name: three themes of ours, and the terminal's own colours.

Every text has a contrast above 4.5 to 1 against its ground: `tests/goldens` measures it on every
screen. The faint ones are colours of their own, for what is worked out of a ground is wrong where
a style is looked up without one.
"""

from textual.theme import BUILTIN_THEMES, Theme

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
    variables={
        "text-muted": "#a3adb8",
        "text-disabled": "#929da9",
        "block-cursor-foreground": "#12171d",
    },
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
    variables={
        "text-muted": "#4b5560",
        "text-disabled": "#59636e",
        "block-cursor-foreground": "#fbfcfd",
    },
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
    variables={
        "text-muted": "#e6e6e6",
        "text-disabled": "#cccccc",
        "block-cursor-foreground": "#000000",
    },
)
OURS = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}
ANSI_DARK, ANSI_LIGHT = "ansi-dark", "ansi-light"
OF_TERMINAL = {
    ANSI_DARK: Theme(
        name=ANSI_DARK,
        ansi=True,
        primary="ansi_bright_cyan",
        secondary="ansi_cyan",
        accent="ansi_bright_cyan",
        warning="ansi_bright_yellow",
        error="ansi_bright_red",
        success="ansi_bright_green",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        dark=True,
        variables=BUILTIN_THEMES[ANSI_DARK].variables,
    ),
    ANSI_LIGHT: Theme(
        name=ANSI_LIGHT,
        ansi=True,
        primary="ansi_blue",
        secondary="ansi_default",
        accent="ansi_blue",
        warning="ansi_magenta",
        error="ansi_red",
        success="ansi_default",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        dark=False,
        variables=BUILTIN_THEMES[ANSI_LIGHT].variables,
    ),
}
"""In place of Textual's two: only those colours that common terminals draw legibly on their usual
ground. Blue on black is not among them, nor are green and yellow on white."""
