"""For every test: nobody is a newcomer, and nobody has keys or looks of their own."""

import os

os.environ.setdefault("COUNTERSIGN_WELCOME", "no")
os.environ["COUNTERSIGN_CONFIG"] = f"{os.devnull}/nobody"
