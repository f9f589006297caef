"""Borders, bars and marks in ASCII: a letter for a letter, so that nothing moves.

What data holds keeps its letters: an approver is to see what a name is made of.
"""

BOX = dict.fromkeys(range(9472, 9600), "+")
HORIZONTAL = "─━┄┅┈┉╌╍╴╶╸╺╼╾═"
VERTICAL = "│┃┆┇┊┋╎╏╵╷╹╻╽╿║"
RISING = dict(zip("▁▂▃▄▅▆▇█", "_.-=+*%#", strict=True))
"""Bars of a sparkline, from the lowest to the highest."""
PARTS = dict.fromkeys("▏▎▍▌▋▊▉▐▕", "|")
BLOCKS = {"▔": "-", "▀": "-", "░": ".", "▒": ":", "▓": "#", "■": "#", "□": "."}
SIGNS = {
    "…": "~", "·": ".", "•": "*", "●": "*", "○": "o", "◉": "@", "✓": "v", "✔": "v", "✗": "x",
    "→": ">", "←": "<", "↑": "^", "↓": "v", "▲": "^", "▼": "v", "▶": ">", "◀": "<", "►": ">",
    "◄": "<", "⏵": ">", "⭘": "o", "\u00a0": " ",
}  # fmt: skip
TABLE: dict[int, str] = (
    BOX
    | {ord(sign): "-" for sign in HORIZONTAL}
    | {ord(sign): "|" for sign in VERTICAL}
    | dict.fromkeys(range(9622, 9632), "#")
    | {ord(sign): plain for sign, plain in (RISING | PARTS | BLOCKS | SIGNS).items()}
    | {0x2400 + code: "?" for code in range(0x22)}
)


def in_ascii(text: str) -> str:
    """The text with every sign that only draws in ASCII."""
    return text if text.isascii() else text.translate(TABLE)
