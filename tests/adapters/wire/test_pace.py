"""What a rate limit leaves, and how long so many calls will take within it."""

import random

import pytest

from adapters.sandbox.doors.allowance import Allowance, Window
from adapters.wire.pace import Pace

SPIKE = 10.0


class Clock:
    def __init__(self):
        self.now = 1_000.37

    def __call__(self):
        return self.now

    def on(self, seconds):
        self.now += seconds


def called(count, each, limit, others=0.0):
    """So many calls of so many seconds; calls turned away, and moment and forecast after each."""
    clock, dice = Clock(), random.Random(1)
    pace, allowance = Pace(clock, clock.on), Allowance([Window(limit, SPIKE)], clock)
    refused, told, begun = 0, [], clock()
    for made in range(1, count + 1):
        pace.rest(wait) if (wait := pace.wait()) else None
        pace.begin()
        clock.on(each * dice.uniform(0.5, 1.5))
        if dice.random() < others:
            allowance.take()
        allowed, headers = allowance.take()
        refused += not allowed
        pace.heed({name.lower(): text for name, text in headers.items()})
        worked = (clock() - begun - pace.waited) / made
        told.append((clock(), clock() + pace.ahead(count - made, worked)))
    return refused, told


@pytest.mark.parametrize("limit", [5, 25])
@pytest.mark.parametrize("each", [0.02, 0.1, 0.3, 0.5, 2.0])
def test_the_end_of_many_calls_is_foretold_truly_and_none_is_turned_away(each, limit):
    refused, told = called(101, each, limit)

    end = told[-1][0]
    wrong = [(at, said) for at, said in told[2:] if abs(said - end) > max(3.0, (end - at) / 4)]
    assert refused == 0
    assert wrong == []


def test_where_others_call_besides_what_they_leave_is_learnt_in_a_spell_or_two():
    _, told = called(200, 0.05, 25, others=0.5)

    end = told[-1][0]
    later = [(at, said) for at, said in told[50:]]
    assert max(abs(said - end) / (end - at + 12.0) for at, said in later) < 0.5


def test_without_a_limit_calls_take_as_long_as_they_take():
    assert Pace().ahead(10, 0.5) == 5.0
