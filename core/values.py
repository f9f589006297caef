"""Named tuples that are cheap to define.

A command defines seventy sorts of value before it answers. `typing.NamedTuple` writes and compiles
source for each of them, which is an eighth of the command's time; these do without. Otherwise they
are the same, and tests/core/test_values.py holds them to it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414  # said twice to be imported on
else:
    from collections import _tuplegetter  # what those of the standard library read a field with
    from collections.abc import Iterable
    from typing import Self

    class _Definition(type):
        def __new__(
            mcs, name: str, bases: tuple[type, ...], namespace: dict[str, object]
        ) -> "_Definition":
            cls = super().__new__(mcs, name, bases, {**namespace, "__slots__": ()})
            cls._fields = cls.__match_args__ = fields = tuple(cls.__annotations__)
            cls._field_defaults = {f: namespace[f] for f in fields if f in namespace}
            cls._last = tuple(cls._field_defaults.values())
            if fields[len(fields) - len(cls._last) :] != tuple(cls._field_defaults):
                raise TypeError(f"{name}: a field without a default follows one that has one")
            for place, field in enumerate(fields):
                setattr(cls, field, _tuplegetter(place, ""))
            return cls

    class NamedTuple(tuple, metaclass=_Definition):
        """A frozen value with named and typed fields."""

        __slots__ = ()

        def __new__(cls, /, *given: object, **named: object) -> Self:
            missing = len(cls._fields) - len(given)
            if named or not 0 <= missing <= len(cls._last):
                given = _completed(cls, given, named)
            elif missing:
                given += cls._last[-missing:]
            return tuple.__new__(cls, given)

        @classmethod
        def _make(cls, values: Iterable[object]) -> Self:
            return cls(*values)

        def _replace(self, /, **named: object) -> Self:
            values = tuple(map(named.pop, self._fields, self))
            if named:
                raise ValueError(f"{type(self).__name__} has no field {', '.join(named)}")
            return tuple.__new__(type(self), values)

        def _asdict(self) -> dict[str, object]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            fields = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({fields})"

        def __getnewargs__(self) -> tuple[object, ...]:
            return tuple(self)

    def _completed(
        cls: _Definition, given: tuple[object, ...], named: dict[str, object]
    ) -> list[object]:
        """All values in order: those given by place, by name, and the defaults."""
        values = list(given)
        try:
            values += [
                named.pop(name) if name in named else cls._field_defaults[name]
                for name in cls._fields[len(given) :]
            ]
        except KeyError as missing:
            raise TypeError(f"{cls.__name__} needs {missing}") from None
        if named or len(given) > len(cls._fields):
            many = f"{len(given)} values" if not named else ", ".join(named)
            raise TypeError(f"{cls.__name__} has no place for {many}")
        return values
