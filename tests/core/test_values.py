"""Our named tuples against the standard library's."""

import copy
import pickle
import typing

import pytest

from core import values


class Ours(values.NamedTuple):
    one: int
    two: str = "2"
    three: tuple[int, ...] = ()

    @property
    def doubled(self) -> int:
        return 2 * self.one


class Theirs(typing.NamedTuple):
    one: int
    two: str = "2"
    three: tuple[int, ...] = ()


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ((1, "b", (3,)), {}),
        ((1, "b"), {}),
        ((1,), {"three": (4,)}),
        ((), {"three": (4,), "one": 5}),
    ],
)
def test_they_are_made_alike(given, named):
    ours, theirs = Ours(*given, **named), Theirs(*given, **named)

    assert ours == theirs
    assert hash(ours) == hash(theirs)
    assert ours._asdict() == theirs._asdict()
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")


@pytest.mark.parametrize(
    ("given", "named"),
    [((), {}), ((1, "2", (), 4), {}), ((1,), {"one": 1}), ((1,), {"four": 4})],
)
def test_they_refuse_alike(given, named):
    for made in (Ours, Theirs):
        with pytest.raises(TypeError):
            made(*given, **named)


def test_they_are_described_alike():
    assert Ours._fields == Theirs._fields == Ours.__match_args__
    assert Ours._field_defaults == Theirs._field_defaults
    assert typing.get_type_hints(Ours) == typing.get_type_hints(Theirs)


def test_a_value_is_replaced_and_not_changed():
    value = Ours(1)

    assert value._replace(two="b") == (1, "b", ())
    assert Ours._make([7, "c", ()]).doubled == 14
    with pytest.raises(ValueError, match="four"):
        value._replace(four=4)
    with pytest.raises(AttributeError):
        value.one = 2
    with pytest.raises(AttributeError):
        value.four = 4


def test_a_value_is_copied_and_pickled_whole():
    value = Ours(1, "b", (3,))

    assert copy.deepcopy(value) == value
    again = pickle.loads(pickle.dumps(value))
    assert (again, type(again)) == (value, Ours)


def test_a_value_is_matched_by_its_fields():
    match Ours(1, "b"):
        case Ours(1, two):
            assert two == "b"


def test_a_required_field_stands_before_the_others():
    with pytest.raises(TypeError, match="default"):

        class Wrong(values.NamedTuple):
            one: int = 1
            two: int
