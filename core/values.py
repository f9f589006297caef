"""Named tuples that are cheap to define.

A command defines seventy sorts of value before it answers. `typing.NamedTuple` compiles source for
each of them, which is an eighth of the command's time; these compile once for each number of
fields. Otherwise they are the same, and tests/core/test_values.py holds them to it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414  # said twice to be imported on
else:
    from collections import _tuplegetter  # what those of the standard library read a field with
    from collections.abc import Iterable
    from functools import cache
    from types import CodeType, FunctionType
    from typing import Self

    @cache
    def _making(count: int) -> CodeType:
        """What makes a tuple of so many values, each given by place or by name."""
        names = "".join(f"_{place}, " for place in range(count))
        making = eval(f"lambda _cls, {names}: _new(_cls, ({names}))")  # noqa: S307  # our own words
        return making.__code__

    class _Definition(type):
        def __new__(
            mcs, name: str, bases: tuple[type, ...], namespace: dict[str, object]
        ) -> "_Definition":
            cls = super().__new__(mcs, name, bases, {**namespace, "__slots__": ()})
            cls._fields = cls.__match_args__ = fields = tuple(cls.__annotations__)
            cls._field_defaults = {f: namespace[f] for f in fields if f in namespace}
            first = len(fields) - len(cls._field_defaults)
            if fields[first:] != tuple(cls._field_defaults):
                raise TypeError(f"{name}: a field without a default follows one that has one")
            cls._places = {field: place for place, field in enumerate(fields)}
            for field, place in cls._places.items():
                setattr(cls, field, _tuplegetter(place, ""))
            code = _making(len(fields)).replace(co_name=name, co_varnames=("_cls", *fields))
            defaults = tuple(cls._field_defaults.values())
            made = FunctionType(code, {"_new": tuple.__new__}, name, defaults)
            cls.__new__ = staticmethod(made)
            return cls

    class NamedTuple(tuple, metaclass=_Definition):
        """A frozen value with named and typed fields."""

        __slots__ = ()

        @classmethod
        def _make(cls, values: Iterable[object]) -> Self:
            return cls(*values)

        def _replace(self, /, **named: object) -> Self:
            values, places = list(self), self._places
            for name, value in named.items():
                if name not in places:
                    raise ValueError(f"{type(self).__name__} has no field {name}")
                values[places[name]] = value
            return tuple.__new__(type(self), values)

        def _asdict(self) -> dict[str, object]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            fields = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({fields})"

        def __getnewargs__(self) -> tuple[object, ...]:
            return tuple(self)
