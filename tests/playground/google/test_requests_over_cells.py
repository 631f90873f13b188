"""Requests about what is laid over the cells: names, filters, rules, charts, tables."""

from typing import Any

from playground.google import Spreadsheet
from tests.playground.google.visiting import Caller, Json, told, where

ROWS: list[list[Any]] = [["Name", "Units"], ["Acme", 4], ["Bolt", 2], ["Cog", 9]]


def test_a_filter_hides_what_does_not_meet_it(caller: Caller) -> None:
    """SetBasicFilter hides rows by value and by condition; clearing shows them again."""
    caller.write("A1", ROWS)
    given = {
        "range": where(0, 4, 0, 2),
        "criteria": {"0": {"hiddenValues": ["Acme"]}},
        "filterSpecs": [
            {
                "columnIndex": 1,
                "filterCriteria": {
                    "condition": {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": "3"}]}
                },
            }
        ],
    }
    caller.change("setBasicFilter", {"filter": given})

    def hidden() -> list[bool]:
        rows = told(caller, "sheets.data.rowMetadata", "A1:A5")[0]["data"][0]["rowMetadata"]
        return [row.get("hiddenByFilter", False) for row in rows]

    assert hidden() == [False, True, True, False, False]
    kept = caller.get()["sheets"][0]["basicFilter"]
    assert set(kept["criteria"]) == {"0", "1"}
    assert len(kept["filterSpecs"]) == 2
    caller.change("clearBasicFilter", {"sheetId": 0})
    assert hidden() == [False] * 5


def test_kept_filters_come_and_go(caller: Caller) -> None:
    """Filter views are added, changed, doubled and deleted."""
    view = caller.change("addFilterView", {"filter": {"title": "Mine", "range": where(0, 4, 0, 2)}})
    identity = view["filter"]["filterViewId"]
    changed = {"filterViewId": identity, "title": "Ours"}
    caller.change("updateFilterView", {"filter": changed, "fields": "title"})
    twin = caller.change("duplicateFilterView", {"filterId": identity})["filter"]
    assert twin["title"] == "Copy of Ours"
    caller.change("deleteFilterView", {"filterId": identity})
    assert [v["title"] for v in caller.get()["sheets"][0]["filterViews"]] == ["Copy of Ours"]


def test_rules_keep_their_order(caller: Caller) -> None:
    """Conditional formats are put in, moved, changed and taken away by their index."""

    def rule(text: str) -> Json:
        return {
            "ranges": [where(0, 4, 0, 2)],
            "booleanRule": {
                "condition": {"type": "TEXT_EQ", "values": [{"userEnteredValue": text}]},
                "format": {"textFormat": {"bold": True}},
            },
        }

    for text in ("a", "b"):
        caller.change("addConditionalFormatRule", {"rule": rule(text), "index": 0})

    def order() -> list[str]:
        rules = caller.get()["sheets"][0].get("conditionalFormats", [])
        return [r["booleanRule"]["condition"]["values"][0]["userEnteredValue"] for r in rules]

    assert order() == ["b", "a"]
    moved = caller.change("updateConditionalFormatRule", {"sheetId": 0, "index": 0, "newIndex": 1})
    assert (moved["oldIndex"], moved["newIndex"], order()) == (0, 1, ["a", "b"])
    changed = caller.change("updateConditionalFormatRule", {"index": 0, "rule": rule("c")})
    assert changed["oldRule"]["booleanRule"]["condition"]["values"] == [{"userEnteredValue": "a"}]
    caller.change("deleteConditionalFormatRule", {"sheetId": 0, "index": 1})
    assert order() == ["c"]
    sentence = caller.refused_change("deleteConditionalFormatRule", {"sheetId": 0, "index": 9})
    assert "No conditional format" in sentence


def test_a_protection_keeps_the_caller_out_of_others_ranges(
    caller: Caller, book: Spreadsheet
) -> None:
    """What the owner has protected for himself, the service account can't change."""
    book.sheet(0).facts.protected_ranges.append(
        {
            "protectedRangeId": 5,
            "range": where(0, 1, 0, 2),
            "editors": {"users": ["manager@example.org"]},
        }
    )
    error = caller.refusal("PUT", "/values/A1", {"values": [["x"]]}, valueInputOption="RAW")
    assert "protected cell" in error["message"]
    assert error["code"] == 400
    assert "protected cell" in caller.refused_change(
        "deleteProtectedRange", {"protectedRangeId": 5}
    )
    told_range = caller.get()["sheets"][0]["protectedRanges"][0]
    assert "editors" not in told_range
    assert "requestingUserCanEdit" not in told_range
    caller.write("A2", [["free"]])


def test_a_protection_is_changed(caller: Caller) -> None:
    """Description, range and warning change; editors come back when the warning ends."""
    made = caller.change(
        "addProtectedRange", {"protectedRange": {"range": where(0, 1, 0, 2), "warningOnly": True}}
    )["protectedRange"]
    changed = {"protectedRangeId": made["protectedRangeId"], "description": "Keys"}
    caller.change(
        "updateProtectedRange", {"protectedRange": changed, "fields": "description,warningOnly"}
    )
    (now,) = caller.get()["sheets"][0]["protectedRanges"]
    assert now["description"] == "Keys"
    assert "warningOnly" not in now
    assert "manager@example.org" in now["editors"]["users"]


def test_bands_charts_and_slicers_are_kept(caller: Caller) -> None:
    """They get ids, can be changed, and go again."""
    header = {
        "headerColor": {"red": 0.5},
        "firstBandColor": {"red": 1},
        "secondBandColor": {"blue": 1},
    }
    banding = caller.change(
        "addBanding", {"bandedRange": {"range": where(0, 4, 0, 2), "rowProperties": header}}
    )["bandedRange"]
    assert banding["rowProperties"]["headerColorStyle"] == {"rgbColor": {"red": 0.5}}
    assert "already has" in caller.refused_change(
        "addBanding", {"bandedRange": {"range": where(0, 1, 0, 1)}}
    )
    spec = {"title": "Use", "basicChart": {"chartType": "COLUMN"}}
    anchor = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 5, "columnIndex": 1}}}
    chart = caller.change("addChart", {"chart": {"spec": spec, "position": anchor}})["chart"]
    caller.change(
        "updateChartSpec", {"chartId": chart["chartId"], "spec": {**spec, "title": "Usage"}}
    )
    slicer = caller.change(
        "addSlicer", {"slicer": {"spec": {"dataRange": where(0, 4, 0, 2)}, "position": anchor}}
    )["slicer"]
    sheet = caller.get()["sheets"][0]
    assert sheet["charts"][0]["spec"]["title"] == "Usage"
    assert sheet["slicers"][0]["slicerId"] == slicer["slicerId"]
    caller.change("deleteEmbeddedObject", {"objectId": chart["chartId"]})
    caller.change("deleteEmbeddedObject", {"objectId": slicer["slicerId"]})
    caller.change("deleteBanding", {"bandedRangeId": banding["bandedRangeId"]})
    assert not {"charts", "slicers", "bandedRanges"} & set(caller.get()["sheets"][0])


def test_a_chart_may_have_a_sheet_of_its_own(caller: Caller) -> None:
    """NewSheet makes a sheet that is no grid."""
    spec = {"basicChart": {"chartType": "LINE"}}
    chart = caller.change("addChart", {"chart": {"spec": spec, "position": {"newSheet": True}}})[
        "chart"
    ]
    sheets = caller.get()["sheets"]
    assert sheets[1]["properties"]["sheetType"] == "OBJECT"
    assert sheets[1]["properties"]["sheetId"] == chart["position"]["sheetId"]


def test_a_table_types_its_columns(caller: Caller) -> None:
    """Header cells name the columns, types bring formats, tables don't overlap."""
    caller.write("A1", [["Name", "Used on", ""], ["Acme", 45322, 5]])
    columns = [
        {"columnIndex": 1, "columnType": "DATE"},
        {"columnIndex": 2, "columnType": "CURRENCY", "columnName": "Value"},
    ]
    made = caller.change(
        "addTable",
        {"table": {"name": "Usage", "range": where(0, 3, 0, 3), "columnProperties": columns}},
    )["table"]
    assert [column["columnName"] for column in made["columnProperties"]] == [
        "Name",
        "Used on",
        "Value",
    ]
    assert caller.values("A1:C2") == [["Name", "Used on", "Value"], ["Acme", "1/31/2024", "$5.00"]]
    assert "over another table" in caller.refused_change(
        "addTable", {"table": {"range": where(2, 5, 0, 1)}}
    )
    renamed = {"tableId": made["tableId"], "name": "Uses"}
    caller.change("updateTable", {"table": renamed, "fields": "name"})
    assert caller.get()["sheets"][0]["tables"][0]["name"] == "Uses"
    caller.change("deleteTable", {"tableId": made["tableId"]})
    assert caller.values("A1:C3") == []


def test_names_are_changed_and_forgotten(caller: Caller) -> None:
    """A named range is renamed and moved by its id."""
    made = caller.change(
        "addNamedRange", {"namedRange": {"name": "one", "range": where(0, 1, 0, 1)}}
    )
    identity = made["namedRange"]["namedRangeId"]
    changed = {"namedRangeId": identity, "name": "two", "range": where(1, 3, 0, 1)}
    caller.change("updateNamedRange", {"namedRange": changed, "fields": "name,range"})
    assert caller.get("/values/two")["range"] == "Sheet1!A2:A3"
    assert "Unable to parse range" in caller.refusal("GET", "/values/one")["message"]
    caller.change("deleteNamedRange", {"namedRangeId": identity})
    assert "No named range" in caller.refused_change("deleteNamedRange", {"namedRangeId": identity})


def test_names_can_be_protected(caller: Caller) -> None:
    """A protection may stand on a named range or a table, and follows it."""
    name = caller.change("addNamedRange", {"namedRange": {"name": "n", "range": where(0, 2, 0, 1)}})
    table = caller.change("addTable", {"table": {"range": where(4, 6, 0, 2)}})
    targets = [
        {"namedRangeId": name["namedRange"]["namedRangeId"]},
        {"tableId": table["table"]["tableId"]},
    ]
    for target in targets:
        caller.change("addProtectedRange", {"protectedRange": {**target, "editors": {}}})
    assert len(caller.get()["sheets"][0]["protectedRanges"]) == 2
    assert "is required" in caller.refused_change("addProtectedRange", {"protectedRange": {}})


def test_charts_bands_and_slicers_are_changed(caller: Caller) -> None:
    """Their places, lines and colours follow the fields that are named."""
    chart = caller.change("addChart", {"chart": {"spec": {"title": "x"}, "position": {}}})["chart"]
    moved = caller.change(
        "updateEmbeddedObjectPosition",
        {
            "objectId": chart["chartId"],
            "newPosition": {"overlayPosition": {"widthPixels": 300}},
            "fields": "overlayPosition.widthPixels",
        },
    )
    assert moved["position"]["overlayPosition"]["widthPixels"] == 300
    border = {"colorStyle": {"rgbColor": {"red": 1}}}
    caller.change(
        "updateEmbeddedObjectBorder",
        {"objectId": chart["chartId"], "border": border, "fields": "colorStyle"},
    )
    told_chart = caller.get()["sheets"][0]["charts"][0]
    assert told_chart["border"]["color"] == {"red": 1}
    away = {"objectId": chart["chartId"], "newPosition": {"newSheet": True}, "fields": "newSheet"}
    caller.change("updateEmbeddedObjectPosition", away)
    assert "charts" in caller.get()["sheets"][1]
    slicer = caller.change("addSlicer", {"slicer": {"spec": {"title": "s"}, "position": {}}})[
        "slicer"
    ]
    caller.change(
        "updateSlicerSpec",
        {"slicerId": slicer["slicerId"], "spec": {"title": "t"}, "fields": "title"},
    )
    assert caller.get()["sheets"][0]["slicers"][0]["spec"] == {"title": "t"}
    band = caller.change("addBanding", {"bandedRange": {"range": where(0, 4, 0, 2)}})["bandedRange"]
    columns = {
        "bandedRangeId": band["bandedRangeId"],
        "columnProperties": {"headerColor": {"red": 1}},
    }
    caller.change("updateBanding", {"bandedRange": columns, "fields": "columnProperties"})
    assert "columnProperties" in caller.get()["sheets"][0]["bandedRanges"][0]
    for kind, body in (
        ("deleteEmbeddedObject", {"objectId": 5}),
        ("updateChartSpec", {"chartId": 5, "spec": {}}),
        ("deleteBanding", {"bandedRangeId": 5}),
    ):
        assert "with id: 5" in caller.refused_change(kind, body)
