"""Query sets that every request asks: put into SQL once, then only given their values."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=Model)
Value = int | date


def prepared(make: Callable[..., QuerySet[Row]], *stand_ins: Value) -> Callable[..., list[Row]]:
    """Answers as `list(make(*values))` does, but `make` is called once, with stand-ins that occur nowhere else.

    Nothing of the query but its values may depend on them.
    """

    @cache
    def put_into_sql(vendor: str) -> tuple[QuerySet[Row], SQLCompiler, str, list[Any]]:
        rows = make(*stand_ins)
        compiler = rows.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        return rows, compiler, sql, list(params)

    def ask(*values: Value) -> list[Row]:
        rows, compiler, sql, params = put_into_sql(connection.vendor)
        given = {str(_told(name)): _told(value) for name, value in zip(stand_ins, values, strict=True)}
        again = _Filled(compiler, sql, tuple(given.get(str(param), param) for param in params))
        asked = rows.all()
        asked.query.get_compiler = again  # type: ignore[method-assign]
        return list(asked)

    return ask


def _told(value: Value) -> Any:
    """As the database is told it."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


class _Filled:
    """Gives a compiler of its own to each asking, since requests ask side by side."""

    def __init__(self, compiler: SQLCompiler, sql: str, params: tuple[Any, ...]) -> None:
        self.compiler, self.statement = compiler, (sql, params)

    def __call__(self, *_: Any, **__: Any) -> SQLCompiler:
        filled = SQLCompiler.__new__(type(self.compiler))
        filled.__dict__ |= self.compiler.__dict__
        filled.as_sql = lambda *_, **__: self.statement  # type: ignore[method-assign]
        return filled
