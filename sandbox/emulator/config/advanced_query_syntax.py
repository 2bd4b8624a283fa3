"""The language of advanced queries: the subset of SQL's SELECT that AWS Config documents.

https://docs.aws.amazon.com/config/latest/developerguide/query-components.html
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from ..extension import ServiceError

Item = TypeVar("Item")
Condition = tuple[Any, ...]

AGGREGATES = ("AVG", "COUNT", "MAX", "MIN", "SUM")
UNSUPPORTED = ("ALL", "AS", "DISTINCT", "FROM", "HAVING", "JOIN", "UNION", "NULL", "LIMIT", "OFFSET")
KEYWORDS = {
    "SELECT", "WHERE", "GROUP", "ORDER", "BY", "AND", "OR", "NOT", "IN", "LIKE", "BETWEEN", "ASC", "DESC", "TRUE",
    "FALSE",
}  # fmt: skip
#: https://docs.aws.amazon.com/config/latest/developerguide/querying-AWS-resources.html#query-limitations
GROUP_PROPERTIES = 3
WILDCARD_CHARACTERS = 3

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?)(?![\w.])|(?P<word>[A-Za-z_]\w*(?:\.[\w:/@-]+)*)"
    r"|(?P<symbol><=|>=|!=|<>|[=<>(),*]))"
)


@dataclass(frozen=True)
class Field:
    """A selected property, or a function of one: ``COUNT(*)``."""

    path: str
    function: str | None = None

    @property
    def name(self) -> str:
        return f"{self.function}({self.path})" if self.function else self.path


@dataclass(frozen=True)
class Query:
    select: list[Field]
    where: Condition | None
    group_by: list[str]
    order_by: list[tuple[Field, bool]]

    @property
    def aggregates(self) -> bool:
        return bool(self.group_by) or any(field.function for field in self.select)

    @property
    def ordered_by_function(self) -> bool:
        return any(field.function for field, _ in self.order_by)


def invalid_expression(message: str) -> ServiceError:
    return ServiceError("InvalidExpressionException", message)


def parse(expression: str) -> Query:
    return _Parser(_tokens(expression)).query()


def _tokens(expression: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    position = 0
    while expression[position:].strip():
        found = _TOKEN.match(expression, position)
        if not found or not found.lastgroup:
            rest = expression[position:][:20].strip()
            raise invalid_expression(f"Unexpected input at character {position + 1}: {rest}")
        position = found.end()
        tokens.append((found.lastgroup, found.group(found.lastgroup)))
    for kind, text in tokens:
        if kind == "word" and text.upper() in UNSUPPORTED:
            raise invalid_expression(f"The keyword {text.upper()} is not supported.")
    return tokens


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = [*tokens, ("end", "")]
        self._next = 0

    def query(self) -> Query:
        self._expect("SELECT")
        select = self._list(self._selected)
        where = self._either() if self._take("WHERE") else None
        group_by = self._by(lambda: self._property()) if self._take("GROUP") else []
        order_by = self._by(self._ordering) if self._take("ORDER") else []
        if self._token[0] != "end":
            self._fail()
        return _checked(Query(select, where, group_by, order_by))

    def _selected(self) -> Field:
        return Field("*") if self._take("*") else self._field()

    def _field(self) -> Field:
        function = self._token[1].upper()
        if function not in AGGREGATES or self._tokens[self._next + 1][1] != "(":
            return Field(self._property())
        self._next += 2
        argument = "*" if function == "COUNT" and self._take("*") else self._property()
        self._expect(")")
        return Field(argument, function)

    def _property(self) -> str:
        kind, text = self._token
        if kind != "word" or text.upper() in KEYWORDS:
            self._fail()
        self._next += 1
        return text

    def _ordering(self) -> tuple[Field, bool]:
        field = self._field()
        descending = self._take("DESC")
        if not descending:
            self._take("ASC")
        return field, descending

    def _either(self) -> Condition:
        left = self._both()
        while self._take("OR"):
            left = ("or", left, self._both())
        return left

    def _both(self) -> Condition:
        left = self._single()
        while self._take("AND"):
            left = ("and", left, self._single())
        return left

    def _single(self) -> Condition:
        if self._take("NOT"):
            return ("not", self._single())
        if self._take("("):
            condition = self._either()
            self._expect(")")
            return condition
        return self._comparison()

    def _comparison(self) -> Condition:
        path = self._property()
        if self._take("NOT"):
            return ("not", self._word_comparison(path))
        return self._word_comparison(path)

    def _word_comparison(self, path: str) -> Condition:
        if self._take("IN"):
            self._expect("(")
            values = self._list(self._literal)
            self._expect(")")
            return ("in", path, values)
        if self._take("LIKE"):
            return ("like", path, _checked_pattern(self._literal()))
        if self._take("BETWEEN"):
            low = self._literal()
            self._expect("AND")
            return ("between", path, low, self._literal())
        operator = self._token[1]
        if operator not in ("=", "!=", "<>", "<", "<=", ">", ">="):
            self._fail()
        self._next += 1
        return (operator, path, self._literal())

    def _literal(self) -> Any:
        kind, text = self._token
        self._next += 1
        if kind == "text":
            return text[1:-1].replace("''", "'")
        if kind == "number":
            return float(text)
        if text.upper() in ("TRUE", "FALSE"):
            return text.upper() == "TRUE"
        self._next -= 1
        return self._fail()

    def _list(self, item: Callable[[], Item]) -> list[Item]:
        items = [item()]
        while self._take(","):
            items.append(item())
        return items

    def _by(self, item: Callable[[], Item]) -> list[Item]:
        self._expect("BY")
        return self._list(item)

    @property
    def _token(self) -> tuple[str, str]:
        return self._tokens[self._next]

    def _take(self, word: str) -> bool:
        kind, text = self._token
        taken = kind in ("word", "symbol") and text.upper() == word
        self._next += taken
        return taken

    def _expect(self, word: str) -> None:
        if not self._take(word):
            self._fail()

    def _fail(self) -> NoReturn:
        kind, text = self._token
        raise invalid_expression("Unexpected end of the query." if kind == "end" else f"Mismatched input '{text}'.")


def _checked_pattern(pattern: Any) -> str:
    if not isinstance(pattern, str):
        raise invalid_expression("LIKE takes a string.")
    fixed = pattern.rstrip("%_")
    if "%" in fixed or "_" in fixed or (fixed != pattern and len(fixed) < WILDCARD_CHARACTERS):
        raise invalid_expression(f"The wildcard in '{pattern}' is not supported.")
    return pattern


def _checked(query: Query) -> Query:
    if len(query.group_by) > (1 if query.ordered_by_function else GROUP_PROPERTIES):
        raise invalid_expression("Too many properties in GROUP BY.")
    loose = [field.path for field in query.select if not field.function and field.path not in query.group_by]
    if query.aggregates and loose:
        raise invalid_expression(f"{loose[0]} must be in GROUP BY.")
    return query
