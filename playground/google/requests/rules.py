"""Requests about conditional formats."""

from __future__ import annotations

from playground.google.canonical import canonical
from playground.google.cells import Json
from playground.google.errors import InvalidArgument
from playground.google.requests.batch import Batch, Change
from playground.google.sheet import Sheet


def add_conditional_format_rule(batch: Batch, body: Json) -> None:
    """Put a rule in at a place of the sheet's list of rules."""
    rule = _rule(batch, body.get("rule", {}))
    sheet = _sheet_of_rule(batch, rule)
    rules, index = sheet.facts.conditional_formats, body.get("index", 0)
    if not 0 <= index <= len(rules):
        raise InvalidArgument(f"index[{index}] is outside the sheet's list of rules.")
    rules.insert(index, rule)
    batch.workbook.touch(sheet)


def _rule(batch: Batch, given: Json) -> Json:
    if not given.get("ranges"):
        raise InvalidArgument("rule.ranges is required.")
    if ("booleanRule" in given) == ("gradientRule" in given):
        raise InvalidArgument("A rule has either a booleanRule or a gradientRule.")
    kept: Json = canonical({**given, "ranges": [batch.bounded(where) for where in given["ranges"]]})
    return kept


def _sheet_of_rule(batch: Batch, rule: Json) -> Sheet:
    ids = {where.get("sheetId", 0) for where in rule["ranges"]}
    if len(ids) != 1:
        raise InvalidArgument("All ranges of a rule have to be on one sheet.")
    return batch.sheet(ids.pop())


def _rule_at(sheet: Sheet, index: int) -> Json:
    rules = sheet.facts.conditional_formats
    if not 0 <= index < len(rules):
        raise InvalidArgument(f"No conditional format on sheet: {sheet.id} at index: {index}")
    return rules[index]


def update_conditional_format_rule(batch: Batch, body: Json) -> Json:
    """Change the rule at a place, or move it to another."""
    index = body.get("index", 0)
    if "rule" in body:
        new = _rule(batch, body["rule"])
        sheet = _sheet_of_rule(batch, new)
        old = _rule_at(sheet, index)
        sheet.facts.conditional_formats[index] = new
        batch.workbook.touch(sheet)
        return {"newRule": new, "newIndex": index, "oldRule": old}
    sheet = batch.sheet(body.get("sheetId"))
    rule, target = _rule_at(sheet, index), body.get("newIndex", 0)
    _rule_at(sheet, target)
    sheet.facts.conditional_formats.insert(target, sheet.facts.conditional_formats.pop(index))
    batch.workbook.touch(sheet)
    return {"newRule": rule, "newIndex": target, "oldIndex": index}


def delete_conditional_format_rule(batch: Batch, body: Json) -> Json:
    """Take the rule at a place away."""
    sheet = batch.sheet(body.get("sheetId"))
    index = body.get("index", 0)
    rule = _rule_at(sheet, index)
    sheet.facts.conditional_formats.pop(index)
    batch.workbook.touch(sheet)
    return {"rule": rule}


CHANGES: dict[str, Change] = {
    "addConditionalFormatRule": add_conditional_format_rule,
    "updateConditionalFormatRule": update_conditional_format_rule,
    "deleteConditionalFormatRule": delete_conditional_format_rule,
}
