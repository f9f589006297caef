"""The ways in which the outside may fail."""


class UnknownRecord(LookupError):
    """There is no record with this id."""


class StaleRecord(Exception):
    """The record moved since it was read, or is on its way to the ERP; nothing was changed."""


class StoreUnusable(Exception):
    """The store cannot be opened or written; the text says what, where and what to do."""


class NotAdmitted(StoreUnusable):
    """The key that this session came in by lets nobody in any more; nothing was written."""


class LostLease(Exception):
    """The effect is in other hands by now; whatever came back is not for us to record."""


class ErpRefused(Exception):
    """The ERP answered no. `code` and the ERP's own sentence; nothing was written."""

    def __init__(self, code: str, text: str, *, passing: bool = False) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.passing = passing


class OutcomeUnknown(Exception):
    """Bytes went out and no answer came. Neither success nor failure."""


class OnlyAPersonSees(Exception):
    """It is in a person's hands, and nothing that can be asked will ever show it: they have to say
    what became of it.
    """


class UnderWay(Exception):
    """The ERP's side has taken the export and not ended it. The same key asks again, and doubles
    nothing. The text says how far it is.
    """

    def __init__(self, text: str, seconds: float) -> None:
        super().__init__(text)
        self.seconds = seconds
        """When it is worth asking again."""


class OutsideUnreachable(Exception):
    """Nothing was sent. Surely not done; try again later."""
