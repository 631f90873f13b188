"""Requests that write, copy, search and tidy cells."""

from typing import Any

from tests.playground.google.visiting import Caller, Json, cells, where

ROWS: list[list[Any]] = [["Name", "Units"], ["Acme", 4], ["Bolt", 2], ["Cog", 9]]


def test_cells_are_written_with_everything_at_once(caller: Caller) -> None:
    """UpdateCells writes what its fields name and empties the rest of its range."""
    caller.write("A1", [["old", "old"], ["old", "old"]])
    given = {
        "userEnteredValue": {"numberValue": 45322},
        "userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "d mmm yyyy"}},
        "note": "a date",
    }
    caller.change(
        "updateCells",
        {
            "range": where(0, 2, 0, 1),
            "rows": [{"values": [given]}],
            "fields": "userEnteredValue,userEnteredFormat.numberFormat,note",
        },
    )
    assert caller.values("A1:B2") == [["31 Jan 2024", "old"], ["", "old"]]
    found = cells(caller, "A1", "userEnteredValue,effectiveValue,formattedValue,note")[0][0]
    assert found == {
        "userEnteredValue": {"numberValue": 45322},
        "effectiveValue": {"numberValue": 45322},
        "formattedValue": "31 Jan 2024",
        "note": "a date",
    }


def test_every_kind_of_value_is_told_as_it_is(caller: Caller) -> None:
    """Texts, numbers, truths, formulas and errors have each their own field."""
    given: list[Json] = [
        {"stringValue": "=not a formula"},
        {"boolValue": False},
        {"formulaValue": "=1/0"},
        {"formulaValue": '="a"&"b"'},
    ]
    rows = [{"values": [{"userEnteredValue": value} for value in given]}]
    start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    caller.change("updateCells", {"start": start, "rows": rows, "fields": "userEnteredValue"})
    found = cells(caller, "A1:D1", "userEnteredValue,effectiveValue,formattedValue")[0]
    assert [cell["userEnteredValue"] for cell in found] == given
    assert [cell["formattedValue"] for cell in found] == [
        "=not a formula",
        "FALSE",
        "#DIV/0!",
        "ab",
    ]
    assert found[2]["effectiveValue"]["errorValue"]["type"] == "DIVIDE_BY_ZERO"


def test_writing_cells_beyond_the_grid_is_refused(caller: Caller) -> None:
    """UpdateCells doesn't make the grid grow."""
    start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 25}
    rows: list[Json] = [{"values": [{}, {}]}]
    sentence = caller.refused_change(
        "updateCells", {"start": start, "rows": rows, "fields": "note"}
    )
    assert sentence == (
        "Invalid requests[0].updateCells: Attempting to write column: 26, beyond the last "
        "requested column of: 25"
    )


def test_a_format_repeated_keeps_what_it_does_not_name(caller: Caller) -> None:
    """RepeatCell changes the named parts of a format only, and moves formulas along."""
    bold = {"userEnteredFormat": {"textFormat": {"bold": True, "fontSize": 12}}}
    caller.change(
        "repeatCell", {"range": where(0, 2, 0, 2), "cell": bold, "fields": "userEnteredFormat"}
    )
    red = {"userEnteredFormat": {"backgroundColorStyle": {"rgbColor": {"red": 1}}}}
    caller.change(
        "repeatCell",
        {
            "range": where(0, 1, 0, 1),
            "cell": red,
            "fields": "userEnteredFormat.backgroundColorStyle",
        },
    )
    found = cells(caller, "A1", "userEnteredFormat")[0][0]["userEnteredFormat"]
    assert found["textFormat"] == {"bold": True, "fontSize": 12}
    assert found["backgroundColor"] == {"red": 1}
    formula = {"userEnteredValue": {"formulaValue": "=ROW(A1)+$C$1"}}
    caller.change(
        "repeatCell", {"range": where(0, 3, 1, 2), "cell": formula, "fields": "userEnteredValue"}
    )
    assert caller.values("B1:B3", valueRenderOption="FORMULA") == [
        ["=ROW(A1)+$C$1"],
        ["=ROW(A2)+$C$1"],
        ["=ROW(A3)+$C$1"],
    ]


def test_cells_are_appended_below_the_last_row(caller: Caller) -> None:
    """AppendCells makes the grid grow downwards, not sideways."""
    caller.write("A1", ROWS)
    rows = [{"values": [{"userEnteredValue": {"stringValue": "Dot"}}]}]
    caller.change("appendCells", {"sheetId": 0, "rows": rows, "fields": "*"})
    assert caller.values("A5") == [["Dot"]]
    wide: list[Json] = [{"values": [{}] * 27}]
    assert "beyond the last requested column" in caller.refused_change(
        "appendCells", {"sheetId": 0, "rows": wide, "fields": "*"}
    )


def test_a_rule_is_set_and_taken_back(caller: Caller) -> None:
    """SetDataValidation without a rule lets anything in again."""
    rule = {"condition": {"type": "BOOLEAN"}, "strict": True, "showCustomUi": False}
    caller.change("setDataValidation", {"range": where(0, 2, 0, 1), "rule": rule})
    assert cells(caller, "A1", "dataValidation")[0][0] == {
        "dataValidation": {"condition": {"type": "BOOLEAN"}, "strict": True}
    }
    caller.change("setDataValidation", {"range": where(0, 2, 0, 1)})
    assert cells(caller, "A1", "dataValidation") == []


def test_borders_are_drawn(caller: Caller) -> None:
    """Outer and inner lines go to the right sides of the right cells."""
    solid = {"style": "SOLID"}
    caller.change(
        "updateBorders", {"range": where(0, 2, 0, 2), "top": solid, "innerVertical": solid}
    )
    (first, second), (third, _) = cells(caller, "A1:B2", "userEnteredFormat.borders")
    assert first["userEnteredFormat"]["borders"] == {"top": solid, "right": solid}
    assert second["userEnteredFormat"]["borders"] == {"top": solid, "left": solid}
    assert third["userEnteredFormat"]["borders"] == {"right": solid}
    none = {"style": "NONE"}
    caller.change("updateBorders", {"range": where(0, 2, 0, 2), "top": none, "innerVertical": none})
    assert cells(caller, "A1:B2", "userEnteredFormat.borders") == []


def test_texts_are_found_and_replaced(caller: Caller) -> None:
    """The reply counts values, rows, sheets and occurrences."""
    caller.write("A1", [["cat", "Cat nap"], ["concat", "=LEN(A1)"], [12]])
    counts = caller.change("findReplace", {"find": "cat", "replacement": "dog", "allSheets": True})
    assert counts == {
        "valuesChanged": 3,
        "rowsChanged": 2,
        "sheetsChanged": 1,
        "occurrencesChanged": 3,
    }
    assert caller.values("A1:B2") == [["dog", "dog nap"], ["condog", "3"]]
    whole = {"find": "dog", "replacement": "7", "matchEntireCell": True, "range": where(0, 9, 0, 9)}
    caller.change("findReplace", whole)
    assert caller.values("A1:A2", valueRenderOption="UNFORMATTED_VALUE") == [[7], ["condog"]]
    regular = {"find": "c(.)n", "replacement": r"\1\1", "searchByRegex": True, "sheetId": 0}
    caller.change("findReplace", regular)
    assert caller.values("A2") == [["oodog"]]
    assert "find is required" in caller.refused_change("findReplace", {"allSheets": True})


def test_series_are_filled_on(caller: Caller) -> None:
    """Numbers go on counting, texts repeat, formulas move."""
    caller.write("A1", [[1, "x", "=A1*2"], [3, "y", "=A2*2"]])
    caller.change("autoFill", {"range": where(0, 5, 0, 3)})
    assert caller.values("A1:C5") == [
        ["1", "x", "2"],
        ["3", "y", "6"],
        ["5", "x", "10"],
        ["7", "y", "14"],
        ["9", "x", "18"],
    ]


def test_pasted_texts_are_read_as_typed(caller: Caller) -> None:
    """PasteData parts lines and cells; textToColumns and trimWhitespace tidy them."""
    corner = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    caller.change("pasteData", {"coordinate": corner, "data": "a,1\nb ,  2", "delimiter": ","})
    assert caller.values("A1:B2", valueRenderOption="UNFORMATTED_VALUE") == [["a", 1], ["b ", 2]]
    trimmed = caller.change("trimWhitespace", {"range": where(0, 2, 0, 1)})
    assert trimmed == {"cellsChangedCount": 1}
    caller.write("D1", [["x;1;2024-01-01"]])
    caller.change("textToColumns", {"source": where(0, 1, 3, 4), "delimiterType": "SEMICOLON"})
    assert caller.values("D1:F1") == [["x", "1", "2024-01-01"]]


def test_doubled_rows_go(caller: Caller) -> None:
    """DeleteDuplicates keeps the first of equal rows and closes the gap."""
    caller.write("A1", [["a", 1], ["A", 1], ["b", 1], ["a", 2]])
    assert caller.change("deleteDuplicates", {"range": where(0, 4, 0, 2)}) == {
        "duplicatesRemovedCount": 1
    }
    assert caller.values("A1:B4") == [["a", "1"], ["b", "1"], ["a", "2"]]


def test_shuffled_rows_are_the_same_rows(caller: Caller) -> None:
    """RandomizeRange loses nothing."""
    rows = [[str(number), str(number * 2)] for number in range(20)]
    caller.write("A1", rows)
    caller.change("randomizeRange", {"range": where(0, 20, 0, 2)})
    assert sorted(caller.values("A1:B20")) == sorted(rows)


def test_a_block_is_copied_in_every_way(caller: Caller) -> None:
    """Values only, formulas only, turned round, and repeated to fill."""
    caller.write("A1", [["=1+1", "x"]])
    copy = {"source": where(0, 1, 0, 2)}
    caller.change(
        "copyPaste", {**copy, "destination": where(2, 3, 0, 2), "pasteType": "PASTE_VALUES"}
    )
    assert caller.values("A3:B3", valueRenderOption="FORMULA") == [[2, "x"]]
    caller.change(
        "copyPaste", {**copy, "destination": where(4, 6, 0, 1), "pasteOrientation": "TRANSPOSE"}
    )
    assert caller.values("A5:A6") == [["2"], ["x"]]
    caller.change("copyPaste", {**copy, "destination": where(8, 10, 0, 4)})
    assert caller.values("A9:D10") == [["2", "x", "2", "x"]] * 2
