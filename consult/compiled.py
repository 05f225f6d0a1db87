"""Queries that are asked all day: built and compiled once for each shape, then only bound to their values.

Django takes ten times as long to build `visible_to` from its parts and to compile it as the database takes
to answer it. What is kept is the SQL that Django makes of the very same queryset, never SQL of our own; see
`docs/decisions/0011-compiled-queries.md`.
"""

from collections.abc import Callable
from copy import copy
from datetime import UTC, datetime
from enum import Enum
from functools import wraps
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections

from .accounts.guests import Guest, admissions_of, participations_of, rehearsals_of
from .accounts.models import User
from .clock import now, standing_at

MOST_SHAPES = 200  # of one query: a list of another length is another shape
LARGEST = 2**31 - 1  # what each column of numbers holds
# What stands for values while a query is compiled: within every column of numbers, and no value of ours.
FIRST_NUMBER, MOMENT = 2_146_000_001, datetime(9998, 7, 6, 5, 4, 3, 21, tzinfo=UTC)

_kept: list[dict] = []


def forget():
    """Build all anew, for tests that put another definition in the place of one that was compiled."""
    for shapes in _kept:
        shapes.clear()


def compiled(build: Callable) -> Callable:
    """Make a function that gives the rows, as a list, of one that builds a queryset.

    It takes by keyword users, numbers, texts and lists of numbers or texts, each of which must reach the SQL
    as it is; whatever else is given (enums, True, None) is part of the shape. `clock.now()` is bound anew.
    """
    shapes: dict = {}
    _kept.append(shapes)

    @wraps(build)
    def ask(**values: Any) -> list:
        given = [each for value in values.values() for each in _atoms(value)]
        if any(type(each) is int and abs(each) > LARGEST for each in given):
            return list(build(**values))  # Django looks whether the column holds it
        shape = tuple((name, _shape(value)) for name, value in values.items())
        if shape not in shapes:
            if len(shapes) >= MOST_SHAPES:
                shapes.clear()
            shapes[shape] = Compiled(build, values)
        return shapes[shape].rows(given)

    return ask


class Compiled:
    """One shape of a query; None as its SQL where Django saw that nothing can be found."""

    def __init__(self, build, values):
        stand_ins = StandIns()
        with standing_at(MOMENT):
            self.queryset = build(**{name: stand_ins.of(value) for name, value in values.items()})
            if self.queryset._prefetch_related_lookups:
                raise TypeError(f"{build.__name__} cannot be compiled: what it prefetches would be left out.")
            self.compiler = self.queryset.query.get_compiler(using=self.queryset.db)
            try:
                self.sql, params = self.compiler.as_sql()
            except EmptyResultSet:
                self.sql, params = None, ()
        if self.sql:
            self.params = [_Place(param, stand_ins, self.compiler.connection) for param in params]
            stand_ins.check(build.__name__, self.params)

    def rows(self, given):
        """The rows for these values, which come in the order of the stand-ins."""
        if self.sql is None:
            return []
        compiler = copy(self.compiler)
        compiler.connection = connections[self.queryset.db]  # each thread has its own
        bound = self.sql, tuple(place.bind(given, compiler.connection) for place in self.params)
        compiler.as_sql = lambda *_args, **_kwargs: bound
        return list(self.queryset._iterable_class(_Asked(self.queryset, compiler)))


class StandIns:
    """Gives each value of a call something that is found again in the SQL's parameters."""

    def __init__(self):
        self.atoms: list = []
        self.required: set[int] = set()  # places of those that must reach the SQL

    def of(self, value):
        if _is_user(value):
            return self._user(value)
        self.required.update(range(len(self.atoms), len(self.atoms) + len(_atoms(value))))
        if isinstance(value, list | tuple):
            return [self._atom(each) for each in value]
        return self._atom(value) if _atoms(value) else value

    def _atom(self, value):
        number = FIRST_NUMBER + len(self.atoms)
        self.atoms.append(number if isinstance(value, int) else f"\x02{number}\x03")
        return self.atoms[-1]

    def _user(self, user):
        """Somebody of whom nothing is known but the keys: whatever else the query looks at is an error."""
        if user.is_authenticated:
            stand_in: Any = User.from_db(DEFAULT_DB_ALIAS, ["id"], [self._atom(user.pk)])
            stand_in.rehearsals = frozenset(self._atom(each) for each in _rehearsals(user))
            return stand_in
        participations = {
            number: self._atom(each) for number, each in enumerate(participations_of(user).values())
        }
        rehearsals = [self._atom(each) for each in _rehearsals(user)]
        return Guest(participations, rehearsals, [self._atom(each) for each in _admissions(user)])

    def place_of(self, param):
        return self.atoms.index(param) if param in self.atoms else None

    def check(self, name, params):
        """Every value is in the SQL as it is, and none in another guise."""
        missing = self.required - {place.number for place in params}
        derived = [place for place in params if place.is_derived(self.atoms)]
        if missing or derived:
            raise TypeError(f"{name} cannot be compiled: a value does not reach its SQL as it is.")


class _Place:
    """A parameter of the SQL: a value of the call by its number, the present moment, or what it always is."""

    def __init__(self, param, stand_ins, connection):
        self.param = param
        self.number = stand_ins.place_of(param)
        self.is_moment = param == connection.ops.adapt_datetimefield_value(MOMENT)

    def bind(self, given, connection):
        if self.is_moment:
            return connection.ops.adapt_datetimefield_value(now())
        if self.number is None:
            return self.param
        return type(self.param)(given[self.number])

    def is_derived(self, atoms):
        if self.is_moment or self.number is not None:
            return False
        said = str(self.param)
        return str(MOMENT.year) in said or any(str(FIRST_NUMBER + n) in said for n in range(len(atoms)))


class _Asked:
    """A queryset, as its iterable looks at it, whose query has been compiled already."""

    def __init__(self, queryset, compiler):
        self._queryset, self._compiler = queryset, compiler
        self.query = self

    def get_compiler(self, using=None, **_kwargs):
        return self._compiler

    def __getattr__(self, name):
        wanted = self._queryset if hasattr(self._queryset, name) else self._queryset.query
        return getattr(wanted, name)


def _is_user(value):
    return hasattr(value, "is_authenticated")


def _rehearsals(user):
    return sorted(rehearsals_of(user))


def _admissions(user):
    return sorted(admissions_of(user))


def _atoms(value):
    """The values that are bound: those of a list, the keys of a user, none of a constant."""
    if _is_user(value):
        if value.is_authenticated:
            return [value.pk, *_rehearsals(value)]
        return [*participations_of(value).values(), *_rehearsals(value), *_admissions(value)]
    if isinstance(value, list | tuple):
        return list(value)
    return [] if isinstance(value, Enum | bool) or value is None else [value]


def _shape(value):
    if _is_user(value):
        lengths = [len(known(value)) for known in (participations_of, rehearsals_of, admissions_of)]
        return value.is_authenticated, *lengths
    if isinstance(value, list | tuple):
        return (list, len(value), type(value[0])) if value else (list, 0)
    return (type(value), value) if isinstance(value, Enum | bool) or value is None else type(value)
