"""What the core needs of whoever keeps anchors."""

from typing import Protocol

from core.anchors import Anchor


class Witness(Protocol):
    """Takes anchors, and is out of reach of whoever writes the store."""

    def tell(self, anchor: Anchor) -> None:
        """Keep one.

        Raises:
            Unanchored: it was not kept.
        """
