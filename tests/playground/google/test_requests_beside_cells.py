"""Requests about comments and developer metadata."""

from tests.playground.google.visiting import Caller, Json


def test_comments_have_answers_and_an_end(caller: Caller) -> None:
    """A thread at a cell moves with it, is answered, resolved and deleted."""
    caller.write("B2", [["disputed"]])
    corner = {"sheetId": 0, "rowIndex": 1, "columnIndex": 1}
    done = caller.post(
        ":batchUpdate", {"requests": [{"insertComment": {"coordinate": corner, "content": "Who?"}}]}
    )
    thread = done["replies"][0]["insertComment"]["commentThread"]
    assert done["commentUpdateState"] == "ALL_SAVED"
    assert thread["plainTextQuote"] == "disputed"
    caller.change(
        "addCommentReply",
        {"commentId": thread["commentId"], "post": {"content": "Me.", "commentAction": "RESOLVE"}},
    )
    caller.change(
        "insertDimension", {"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": 1}}
    )
    told_now = caller.get()
    assert told_now["comments"][0]["status"] == "RESOLVED"
    assert told_now["comments"][0]["replies"][0]["content"] == "Me."
    assert told_now["sheets"][0]["commentAnchors"][0]["range"]["startRowIndex"] == 2
    caller.change("deleteComment", {"commentId": thread["commentId"]})
    assert "comments" not in caller.get()


def test_words_of_a_comment_are_changed_by_their_author(caller: Caller) -> None:
    """Posts are edited and deleted by their ids; the first one goes with its thread."""
    thread = caller.change("insertComment", {"coordinate": {}, "content": "<b>?"})["commentThread"]
    assert thread["headPost"]["contentHtml"] == "&lt;b&gt;?"
    identity = thread["commentId"]
    caller.change("updateCommentPost", {"commentId": identity, "content": "Who?"})
    reply = caller.change("addCommentReply", {"commentId": identity, "post": {"content": "Me"}})[
        "post"
    ]
    caller.change("deleteCommentReply", {"commentId": identity, "postId": reply["postId"]})
    (now,) = caller.get()["comments"]
    assert (now["headPost"]["content"], now.get("replies", [])) == ("Who?", [])
    first = {"commentId": identity, "postId": thread["headPost"]["postId"]}
    assert "goes with its thread" in caller.refused_change("deleteCommentReply", first)
    assert "can't be empty" in caller.refused_change("insertComment", {"coordinate": {}})
    assert "outside the grid" in caller.refused_change(
        "insertComment", {"coordinate": {"rowIndex": 5000}, "content": "x"}
    )
    assert "No comment" in caller.refused_change("deleteComment", {"commentId": "x"})


def test_metadata_stands_anywhere(caller: Caller) -> None:
    """On the spreadsheet, a sheet, a column; it can be changed and moved to a row."""
    column = {"dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    places: list[Json] = [{"spreadsheet": True}, {"sheetId": 0}, {"dimensionRange": column}]
    for number, location in enumerate(places):
        piece = {"metadataKey": f"k{number}", "visibility": "PROJECT", "location": location}
        caller.change("createDeveloperMetadata", {"developerMetadata": piece})
    lookup = {"developerMetadataLookup": {"locationType": "COLUMN"}}
    row = {"dimension": "ROWS", "startIndex": 4, "endIndex": 5}
    changed = caller.change(
        "updateDeveloperMetadata",
        {
            "dataFilters": [lookup],
            "developerMetadata": {"metadataValue": "v", "location": {"dimensionRange": row}},
            "fields": "metadataValue,location",
        },
    )["developerMetadata"]
    assert [(p["metadataKey"], p["metadataValue"]) for p in changed] == [("k2", "v")]
    found = caller.post(
        "/developerMetadata:search", {"dataFilters": [{"developerMetadataLookup": {}}]}
    )
    kinds = [
        match["developerMetadata"]["location"]["locationType"]
        for match in found["matchedDeveloperMetadata"]
    ]
    assert kinds == ["SPREADSHEET", "SHEET", "ROW"]
    assert "visibility" in caller.refused_change(
        "createDeveloperMetadata", {"developerMetadata": {"metadataKey": "x"}}
    )
    assert "location" in caller.refused_change(
        "createDeveloperMetadata",
        {"developerMetadata": {"metadataKey": "x", "visibility": "PROJECT", "location": {}}},
    )
