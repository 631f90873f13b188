"""Slack's ways of writing, as HTML."""

from collections.abc import Callable

import pytest

from playground.page.words.reader import Reader
from playground.slack import Workspace
from tests.playground.page.chamber import a_workspace

Write = Callable[[str], str]


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    """Give a workspace with people and channels to be mentioned."""
    return a_workspace()


@pytest.fixture(scope="module")
def reader(workspace: Workspace) -> Reader:
    """Give somebody in London who reads."""
    return Reader(workspace, workspace.user_named("sam"))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _italic_ ~gone~", "<strong>bold</strong> <em>italic</em> <s>gone</s>"),
        ("*bold with _italic_ in it*", "<strong>bold with <em>italic</em> in it</strong>"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("`a *b* c`", "<code>a *b* c</code>"),
        ("```\n1 &lt; 2\n```", "<pre>1 &lt; 2</pre>"),
        ("&gt; said\n> twice\nafter", "<blockquote>said<br>twice</blockquote>after"),
        ("one\ntwo", "one<br>two"),
        ("done :white_check_mark: :no_such_sign:", "done ✅ :no_such_sign:"),
        ("<!here> &lt;!channel&gt;", '<span class="mention">@here</span> &lt;!channel&gt;'),
        ("<!date^0^{date_num} {time}|then>", "1970-01-01 01:00"),
        ("R&amp;D <b>", "R&amp;D &lt;b&gt;"),
    ],
)
def test_mrkdwn_is_drawn_as_slack_does(reader: Reader, text: str, html: str) -> None:
    """Styles, code, quotes, emoji and dates come out as HTML; everything else is escaped."""
    assert reader.message(text) == html


def test_people_channels_and_links_are_named(reader: Reader, workspace: Workspace) -> None:
    """An identifier is shown as the name behind it."""
    sam, channel = workspace.user_named("sam"), workspace.channel_named("general")
    html = reader.message(f"<@{sam.id}> in <#{channel.id}>: <https://a.example/?b=1&amp;c=2|here>")
    assert "@Sam Rivera</span>" in html
    assert "#general</span>" in html
    assert 'href="https://a.example/?b=1&amp;c=2"' in html


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "<javascript:alert(1)|x>", "&lt;img src=x onerror=alert(1)&gt;"],
)
def test_nothing_from_outside_becomes_markup(reader: Reader, text: str) -> None:
    """Tags and dangerous addresses stay words."""
    html = reader.message(text)
    assert "<script" not in html
    assert "<img" not in html
    assert "href" not in html


def test_rich_text_is_drawn(reader: Reader, workspace: Workspace) -> None:
    """Sections, lists and styled pieces come out as HTML."""
    pieces = [
        {"type": "text", "text": "Hi <you> ", "style": {"bold": True}},
        {"type": "user", "user_id": workspace.user_named("alex").id},
        {"type": "emoji", "name": "tada"},
    ]
    item = {"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}
    block = {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": pieces},
            {"type": "rich_text_list", "style": "ordered", "elements": [item]},
        ],
    }
    html = reader.rich_text(block)
    assert "<strong>Hi &lt;you&gt; </strong>" in html
    assert "@Alex Chen</span>🎉" in html
    assert '<ol class="indent-0"><li>one</li></ol>' in html


def test_plain_words_have_no_markup(reader: Reader) -> None:
    """A message can be told in a line without HTML."""
    assert reader.plain("*Posted* &amp; done :tada:") == "Posted & done 🎉"
