"""The ways in which a call may fail, each saying whether anything may have been done."""

from collections.abc import Mapping


class WireFailure(Exception):
    """A call did not bring what it was made for. The text names the system and the call."""

    surely_not_done = False
    """Whether nothing can have come of it."""

    def __init__(self, system: str, call: str, what: str) -> None:
        super().__init__(f"{system}, {call}: {what}")
        self.system = system
        self.call = call
        self.what = what


class NotSent(WireFailure):
    """No byte of the request left. Surely not done."""

    surely_not_done = True


class NoAnswer(WireFailure):
    """Bytes left, and no whole answer came. It may have been done."""


class NotUnderstood(WireFailure):
    """An answer came that is none of those we know. It may have been done."""


class SentElsewhere(NotUnderstood):
    """Told to go to another address, as to a page where people sign in. It may have been done."""


class SignInNeeded(WireFailure):
    """Turned away before anything was looked at (401). Surely not done."""

    surely_not_done = True


class TooOften(WireFailure):
    """Turned away by a rate limit (429, or our own count of it). Surely not done."""

    surely_not_done = True

    def __init__(self, system: str, call: str, seconds: float) -> None:
        super().__init__(system, call, f"no more calls are allowed for {seconds:.0f} s")
        self.seconds = seconds


class Unavailable(WireFailure):
    """It says that it cannot answer now (5xx). That is not a no: it may have been done."""

    def __init__(self, system: str, call: str, status: int, seconds: float = 0.0) -> None:
        super().__init__(system, call, f"it answers {status}")
        self.status = status
        self.seconds = seconds
        """How long it asks to be left alone; 0 where it does not say."""


class Declined(WireFailure):
    """It answered no (4xx, in one of its own shapes). Nothing was done."""

    surely_not_done = True

    def __init__(
        self, system: str, call: str, status: int, text: str, fields: Mapping[str, str]
    ) -> None:
        super().__init__(system, call, f"{status}: {text}")
        self.status = status
        self.text = text
        """The system's own words; they are data, and may be hostile."""
        self.fields = fields
        """What it says of single fields."""
