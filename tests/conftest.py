"""For every test: nobody is a newcomer unless a test says so."""

import os

os.environ.setdefault("COUNTERSIGN_WELCOME", "no")
