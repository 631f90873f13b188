"""Who asks Google, and whom."""

from playground.google import running
from sheets_sync.google_client import GoogleAccount, Patience


def test_a_stand_in_is_the_only_one_asked() -> None:
    """With another address than Google's own, no region is looked up at Google."""
    with running() as google:
        account = GoogleAccount(google.key_file, google.spreadsheet_id, google.base_url, Patience())
        assert account.credentials._build_regional_access_boundary_lookup_url() is None
        own = GoogleAccount(google.key_file, google.spreadsheet_id, None, Patience())
        assert own.credentials._build_regional_access_boundary_lookup_url() is not None
