"""The widgets that draw text, as this house uses them: they take what was cleaned, or nothing.

Textual's own also take a plain str, and read it as markup. Here mypy refuses one, and
`tests/console/test_sinks.py` sees that nobody imports Textual's own.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from textual import widgets
    from textual.content import Content
    from textual.widgets import option_list

    class Static(widgets.Static):
        """Text that stands still."""

        def __init__(
            self,
            content: Content = ...,
            *,
            id: str | None = None,
            classes: str | None = None,
            disabled: bool = False,
        ) -> None: ...

        def update(  # type: ignore[override]  # taking less is what this class is for
            self, content: Content = ..., *, layout: bool = True
        ) -> None: ...

    class Button(widgets.Button):
        """What may be pressed."""

        def __init__(
            self, label: Content, *, id: str | None = None, compact: bool = False
        ) -> None: ...

    class Option(option_list.Option):
        """A line of a list."""

        def __init__(self, prompt: Content, id: str | None = None, disabled: bool = False) -> None:  # noqa: FBT001, FBT002 - as Textual has it
            ...

    class OptionList(widgets.OptionList):
        """Lines to choose from."""

        def __init__(
            self, *content: Option, id: str | None = None, classes: str | None = None
        ) -> None: ...

        def add_options(  # type: ignore[override]  # taking less is what this class is for
            self, new_options: Iterable[Option]
        ) -> Self: ...

        def set_options(  # type: ignore[override]  # taking less is what this class is for
            self, options: Iterable[Option]
        ) -> Self: ...

    def _refused(text: str) -> None:
        """Text as data holds it: were one of these taken, mypy would call its comment unused."""
        Static(text)  # type: ignore[arg-type]  # must be refused
        Static().update(text)  # type: ignore[arg-type]  # must be refused
        Button(text)  # type: ignore[arg-type]  # must be refused
        Option(text)  # type: ignore[arg-type]  # must be refused
        OptionList(text)  # type: ignore[arg-type]  # must be refused

else:

    def __getattr__(name: str) -> type:
        """Textual's own, each loaded by the first screen that draws with it."""
        from textual import widgets

        if name == "Option":
            from textual.widgets import option_list

            return option_list.Option
        if name == "OptionList":
            from console.widgets import followed

            return followed.OptionList
        if name in {"Static", "Button"}:
            return getattr(widgets, name)
        raise AttributeError(name)
