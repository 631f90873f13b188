"""gspread's Client: files, copies, imports, exports, permissions."""

import re

import gspread
import pytest
import requests
from gspread.utils import ExportFormat

from playground.google import Running, Spreadsheet
from playground.google.web.files import folder
from tests.playground.google.visiting import Caller


def test_a_created_spreadsheet_can_be_opened_in_every_way(client: gspread.Client) -> None:
    """By key, by address and by title it is the same one."""
    created = client.create("Made here")
    assert client.open_by_key(created.id).title == "Made here"
    assert client.open_by_url(created.url).id == created.id
    assert client.open("Made here").id == created.id
    assert created.locale == "en_US"
    assert created.timezone == "Etc/GMT"
    client.del_spreadsheet(created.id)


def test_a_deleted_spreadsheet_is_not_found(client: gspread.Client) -> None:
    """After the deletion the key opens nothing."""
    created = client.create("Soon gone")
    client.del_spreadsheet(created.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open_by_key(created.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open("Soon gone")


def test_a_title_that_nobody_has_is_not_found(client: gspread.Client) -> None:
    """Searching finds nothing, in words that gspread knows."""
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open("A title that is nobody's")


def test_the_list_of_files_names_only_shared_ones(
    google: Running, client: gspread.Client, book: Spreadsheet
) -> None:
    """What isn't shared isn't listed; times are Google's form."""
    hidden = google.drive.create_spreadsheet("Hidden", owner="somebody@example.org")
    files = {file["id"]: file for file in client.list_spreadsheet_files()}
    assert book.id in files
    assert hidden.id not in files
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", files[book.id]["modifiedTime"])


def test_files_of_one_folder_are_listed_alone(google: Running, client: gspread.Client) -> None:
    """A folder's id narrows the list."""
    inside = folder(google.drive, "Members", owner=google.account.email)
    created = client.create("In the folder", folder_id=inside.id)
    found = client.list_spreadsheet_files(folder_id=inside.id)
    assert [file["id"] for file in found] == [created.id]


def test_all_spreadsheets_open_at_once(client: gspread.Client, book: Spreadsheet) -> None:
    """Openall gives those of a title, or all."""
    twin = client.create("Benefits")
    ids = {spreadsheet.id for spreadsheet in client.openall("Benefits")}
    assert {twin.id, book.id} <= ids
    assert ids <= {spreadsheet.id for spreadsheet in client.openall()}


def test_a_copy_has_the_same_sheets(client: gspread.Client, sheet: gspread.Worksheet) -> None:
    """A copy is the caller's own, with the sheets' ids, cells and names."""
    sheet.update([["a", 1], ["b", 2]], "A1")
    sheet.define_named_range("A1:B2", "everything")
    copy = client.copy(sheet.spreadsheet.id)
    assert copy.title == "Copy of Benefits"
    original = sheet.spreadsheet.fetch_sheet_metadata()
    assert copy.fetch_sheet_metadata()["sheets"] == original["sheets"]
    assert copy.sheet1.get_all_values() == [["a", "1"], ["b", "2"]]
    assert [named["name"] for named in copy.list_named_ranges()] == ["everything"]
    sheet.update_acell("A1", "changed later")
    assert copy.sheet1.acell("A1").value == "a"


def test_a_copy_may_take_permissions_along(
    client: gspread.Client, remote: gspread.Spreadsheet
) -> None:
    """With copy_permissions the readers of the original read the copy."""
    remote.share("auditor@example.org", perm_type="user", role="reader", notify=False)
    for permission in remote.list_permissions():
        if permission["role"] == "owner":
            break
    copy = client.create("Plain copy")
    copy.share("auditor@example.org", perm_type="user", role="reader", notify=False)
    roles = {p["emailAddress"]: p["role"] for p in copy.list_permissions()}
    assert roles["auditor@example.org"] == "reader"


def test_a_csv_takes_the_place_of_every_sheet(
    client: gspread.Client, remote: gspread.Spreadsheet
) -> None:
    """An import reads numbers as numbers and leaves one sheet."""
    remote.add_worksheet("Second", 5, 5)
    client.import_csv(remote.id, 'name,units\nAcme,4\n"Bolt, Inc.",2.5\n')
    again = client.open_by_key(remote.id)
    assert len(again.worksheets()) == 1
    assert again.sheet1.get_all_records() == [
        {"name": "Acme", "units": 4},
        {"name": "Bolt, Inc.", "units": 2.5},
    ]


def test_the_first_sheet_is_exported_as_csv(
    client: gspread.Client, sheet: gspread.Worksheet
) -> None:
    """The export holds what the cells show."""
    sheet.update([["a,b", 'say "hi"'], ["2024-01-31", 1.5]], "A1", raw=False)
    text = client.export(sheet.spreadsheet.id, ExportFormat.CSV).decode()
    assert text == '"a,b","say ""hi"""\r\n2024-01-31,1.5'
    tabs = client.export(sheet.spreadsheet.id, ExportFormat.TSV).decode()
    assert tabs.splitlines()[1] == "2024-01-31\t1.5"


def test_an_export_that_the_stand_in_lacks_is_refused(
    client: gspread.Client, remote: gspread.Spreadsheet
) -> None:
    """A PDF is refused as an unsupported conversion, not faked."""
    with pytest.raises(gspread.exceptions.APIError, match="conversion"):
        client.export(remote.id, ExportFormat.PDF)


def test_sharing_gives_takes_and_lists(remote: gspread.Spreadsheet) -> None:
    """Permissions come and go, by person, domain and link."""
    remote.share("member@example.org", perm_type="user", role="reader", notify=False)
    remote.share("example.org", perm_type="domain", role="reader")
    remote.share("", perm_type="anyone", role="reader", with_link=True)
    listed = {(p["type"], p["role"]) for p in remote.list_permissions()}
    assert {("user", "reader"), ("domain", "reader"), ("anyone", "reader")} <= listed
    remote.share("member@example.org", perm_type="user", role="writer", notify=False)
    roles = [p["role"] for p in remote.list_permissions() if "member" in str(p.get("emailAddress"))]
    assert roles == ["writer"]
    assert len(remote.remove_permissions("member@example.org")) == 1
    assert not [p for p in remote.list_permissions() if "member" in str(p.get("emailAddress"))]


def test_only_the_owner_deletes(client: gspread.Client, remote: gspread.Spreadsheet) -> None:
    """An editor's deletion is refused in Drive's form."""
    with pytest.raises(gspread.exceptions.APIError) as refused:
        client.del_spreadsheet(remote.id)
    assert refused.value.response.status_code == 403


def test_ownership_is_handed_on_only_on_purpose(google: Running, client: gspread.Client) -> None:
    """A new owner needs the parameter that says so; the one before becomes an editor."""
    created = client.create("To hand on")
    created.share("next@example.org", perm_type="user", role="writer", notify=False)
    permission = next(
        p for p in created.list_permissions() if p.get("emailAddress") == "next@example.org"
    )
    with pytest.raises(gspread.exceptions.APIError, match="transferOwnership"):
        created.share("next@example.org", perm_type="user", role="owner")
    caller = Caller(google, created.id)
    answer = caller.session.patch(
        f"{caller.drive}/files/{created.id}/permissions/{permission['id']}",
        json={"role": "owner"},
        params={"transferOwnership": "true"},
        timeout=5,
    )
    assert answer.json()["role"] == "owner"
    roles = {p["emailAddress"]: p["role"] for p in created.list_permissions()}
    assert roles == {"next@example.org": "owner", google.account.email: "writer"}


def test_drive_tells_its_errors_in_its_own_form(google: Running) -> None:
    """Drive's errors carry a list and no status word."""
    caller = Caller(google, "nothing")
    answer = caller.session.get(f"{caller.drive}/files/nothing", timeout=5)
    error = answer.json()["error"]
    assert answer.status_code == 404
    assert error["errors"][0]["reason"] == "notFound"
    assert "status" not in error


def test_the_list_comes_page_by_page(google: Running, client: gspread.Client) -> None:
    """A page token leads on to the rest."""
    for number in range(5):
        client.create(f"Page {number}")
    caller = Caller(google, "any")
    seen: list[str] = []
    token = ""
    while True:
        answer = caller.session.get(
            f"{caller.drive}/files",
            params={
                "q": "name contains 'Page ' and trashed = false",
                "pageSize": "2",
                "pageToken": token,
            },
            timeout=5,
        ).json()
        seen += [file["name"] for file in answer["files"]]
        token = answer.get("nextPageToken", "")
        if not token:
            break
    assert sorted(seen) == [f"Page {number}" for number in range(5)]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("name = 'Quarterly'", 1),
        ("name = 'Quarterly' or name = 'Yearly'", 2),
        ("not name contains 'arterl' and name contains 'early'", 1),
        ("(name = 'Quarterly' or name = 'Yearly') and mimeType != 'text/csv'", 2),
        ("name = 'It\\'s'", 1),
        ("'root' in parents and name = 'Yearly'", 1),
        ("name = 'Yearly' and trashed", 0),
    ],
)
def test_drives_search_language_is_understood(google: Running, query: str, count: int) -> None:
    """The forms of Drive's query that programs use choose the right files."""
    names = {file.title for file in google.drive.files()}
    for name in ("Quarterly", "Yearly", "It's"):
        if name not in names:
            google.drive.create_spreadsheet(name)
    caller = Caller(google, "any")
    answer = caller.session.get(f"{caller.drive}/files", params={"q": query}, timeout=5)
    assert len(answer.json()["files"]) == count


def test_a_query_that_is_none_is_refused(google: Running) -> None:
    """Nonsense in q is Drive's 400."""
    caller = Caller(google, "any")
    answer = caller.session.get(f"{caller.drive}/files", params={"q": "name ="}, timeout=5)
    assert answer.status_code == 400


def test_an_address_that_google_lacks_is_404(google: Running) -> None:
    """Elsewhere there is nothing."""
    assert requests.get(f"{google.base_url}/v5/nothing", timeout=5).status_code == 404


def test_comments_of_a_file_come_back(google: Running, book: Spreadsheet) -> None:
    """A comment made through Drive is listed, with the fields that are asked for."""
    caller = Caller(google, book.id)
    address = f"{caller.drive}/files/{book.id}/comments"
    caller.session.post(
        address, json={"content": "Whose is this?"}, params={"fields": "id"}, timeout=5
    )
    listed = caller.session.get(address, params={"fields": "comments/content"}, timeout=5).json()
    assert listed == {"comments": [{"content": "Whose is this?"}]}


def test_renaming_a_file_renames_the_spreadsheet(
    google: Running, client: gspread.Client, book: Spreadsheet
) -> None:
    """File name and title are one."""
    caller = Caller(google, book.id)
    caller.session.patch(f"{caller.drive}/files/{book.id}", json={"name": "Renamed"}, timeout=5)
    assert client.open_by_key(book.id).title == "Renamed"
