"""Whether a tab may be worked on: nobody keeps us out of it, and nothing of others stands in it."""

import re
from typing import Final

from core.desk import Desk
from sheets_sync.before_images import TITLE
from sheets_sync.closed_tabs import TabOfOthers, TabProtected
from sheets_sync.kept_tab import KeptTab, is_blank
from sheets_sync.sheet import Structure, Tab
from sheets_sync.structure import is_kept_out

_TOKEN: Final = re.compile(r"[0-9a-f]{32}")


def check_open(desk: Desk, tab: KeptTab, structure: Structure, address: str) -> None:
    """See that no protection keeps us out; of a form's tab, out of the columns that are ours.

    Raises:
        TabProtected: one does; the sentence says that `address` has to be let in.
    """
    columns = tab.dress(desk).columns
    places = {each.place for each in columns if tab.owned or not each.editable}
    if is_kept_out(structure, places):
        raise TabProtected(tab.title, address)


def check_ours(desk: Desk, tab: KeptTab, found: Tab) -> None:
    """See that a tab that we haven't seen before, and write alone, is blank or begins like ours.

    Raises:
        TabOfOthers: it doesn't. A tab that people write in is known by its headers instead.
    """
    if tab.guarded or is_blank(found):
        return
    if tab.title == TITLE:
        ours = _TOKEN.fullmatch(str(found.at(0, 0))) is not None
    else:
        first = [each for each in tab.writes(desk, found).cells if each.row == 0]
        ours = all(found.at(0, each.column) == each.content for each in first)
    if not ours:
        raise TabOfOthers(tab.title)
