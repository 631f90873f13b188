"""The number format that a formula's cell takes over when it has none of its own."""

from __future__ import annotations

from playground.google.cells import NumberFormat
from playground.google.formulas.coercion import FormulaFailed
from playground.google.formulas.evaluating import Calculator
from playground.google.formulas.nodes import Call, Node, Operation, Reference
from playground.google.formulas.parsing import FormulaUnreadable, read_formula

_DATE = NumberFormat("DATE", "m/d/yyyy")
_OF_FUNCTIONS = {
    **dict.fromkeys(("TODAY", "DATE", "EDATE", "EOMONTH", "DATEVALUE"), _DATE),
    "NOW": NumberFormat("DATE_TIME", "m/d/yyyy h:mm:ss"),
    "TIME": NumberFormat("TIME", "h:mm am/pm"),
}
_KEEPING = frozenset(
    {
        "SUM",
        "AVERAGE",
        "MIN",
        "MAX",
        "MEDIAN",
        "SUMIF",
        "SUMIFS",
        "ROUND",
        "ABS",
        "VLOOKUP",
        "INDEX",
    }
)


def format_of_formula(formula: str, calculator: Calculator) -> NumberFormat | None:
    """The format of the first cell that the result is made of; of its function, for dates."""
    try:
        return _format(read_formula(formula), calculator)
    except (FormulaUnreadable, FormulaFailed):
        return None


def _format(node: Node, calculator: Calculator) -> NumberFormat | None:
    if isinstance(node, Reference):
        sheet, box = calculator.box(node)
        own = sheet.detail(box.top, box.left).format
        return own.number_format if own is not None else None
    if isinstance(node, Call):
        return _format_of_call(node, calculator)
    if isinstance(node, Operation):
        return _format_of_operation(node, calculator)
    return None


def _format_of_call(call: Call, calculator: Calculator) -> NumberFormat | None:
    if call.function in _OF_FUNCTIONS:
        return _OF_FUNCTIONS[call.function]
    if call.function in {"IF", "IFERROR"}:
        found = (_format(argument, calculator) for argument in call.arguments[-2:])
        return next((number_format for number_format in found if number_format), None)
    if call.function not in _KEEPING or not call.arguments:
        return None
    source = call.arguments[1 if call.function == "VLOOKUP" and len(call.arguments) > 1 else 0]
    return _format(source, calculator)


def _format_of_operation(operation: Operation, calculator: Calculator) -> NumberFormat | None:
    if operation.operator == "%" or operation.operator not in {"+", "-", "*", "/"}:
        return NumberFormat("PERCENT", "0%") if operation.operator == "%" else None
    found = [_format(operand, calculator) for operand in operation.operands]
    dates = [f for f in found if f is not None and f.type.startswith("DATE")]
    if operation.operator == "-" and len(dates) > 1:
        return None
    return next((number_format for number_format in found if number_format), None)
