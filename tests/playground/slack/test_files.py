"""Files: announced, uploaded, shared."""

import urllib.request
from typing import Any

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from playground.slack import Channel, Workspace


def test_a_file_reaches_the_channel(client: WebClient, general: Channel) -> None:
    """The SDK's own upload shares the file with its comment, and its content can be fetched."""
    answer = client.files_upload_v2(
        channel=general.id,
        filename="usage.csv",
        title="Usage",
        content="contact,uses\nAcme,2\n",
        initial_comment="This week",
    )
    (message,) = general.messages
    (file,) = message.files
    assert (message.text, file.title, file.mimetype) == ("This week", "Usage", "text/csv")
    assert file.content == b"contact,uses\nAcme,2\n"
    assert client.files_info(file=answer["file"]["id"])["file"]["size"] == len(file.content)
    with urllib.request.urlopen(file.download_url, timeout=5) as download:
        assert download.read() == file.content


def test_a_file_can_stay_unshared(client: WebClient, workspace: Workspace) -> None:
    """Without a channel the file is there, and in no channel."""
    client.files_upload_v2(filename="a.png", content=b"\x89PNG")
    (file,) = workspace.files.values()
    assert (file.channels, file.mimetype) == ([], "image/png")


def test_an_upload_has_the_announced_size(client: WebClient) -> None:
    """Other bytes than announced, and an invented address, are refused."""
    announced = client.files_getUploadURLExternal(filename="a.txt", length=3)
    for address in (announced["upload_url"], announced["upload_url"] + "x"):
        request = urllib.request.Request(address, b"four", method="POST")
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, timeout=5)
        assert caught.value.code == 400


@pytest.mark.parametrize("length", [0, -1])
def test_an_empty_file_is_refused(client: WebClient, length: int) -> None:
    """A file has at least one byte."""
    with pytest.raises(SlackApiError) as caught:
        client.files_getUploadURLExternal(filename="a.txt", length=length)
    assert caught.value.response["error"] == "invalid_arguments"


def test_only_uploaded_files_are_shared(client: WebClient, general: Channel) -> None:
    """A file that was announced but never uploaded is not found, nor is an invented one."""
    announced = client.files_getUploadURLExternal(filename="a.txt", length=3)["file_id"]
    for name in (announced, "F404"):
        with pytest.raises(SlackApiError) as caught:
            client.files_completeUploadExternal(files=[{"id": name}], channel_id=general.id)
        assert caught.value.response["error"] == "file_not_found"
    with pytest.raises(SlackApiError) as shapeless:
        client.api_call("files.completeUploadExternal", json={"files": ["F1"]})
    assert shapeless.value.response["error"] == "invalid_arguments"
    with pytest.raises(SlackApiError) as nothing:
        client.files_completeUploadExternal(files=[])
    with pytest.raises(SlackApiError) as showing:
        client.files_info(file=announced)
    assert nothing.value.response["error"] == "invalid_arguments"
    assert showing.value.response["error"] == "file_not_found"


@pytest.mark.parametrize(
    ("channel", "word"), [("elsewhere", "not_in_channel"), ("secret", "channel_not_found")]
)
def test_files_go_only_where_the_app_is(
    client: WebClient, workspace: Workspace, channel: str, word: str
) -> None:
    """A channel without the app takes no file."""
    target: dict[str, Any] = {"channel": workspace.channel_named(channel).id}
    with pytest.raises((SlackApiError, SlackRequestError)) as caught:
        client.files_upload_v2(filename="a.txt", content="abc", **target)
    assert word in str(caught.value)
    assert workspace.channel_named(channel).messages == []


def test_an_upload_may_come_as_a_form(client: WebClient, workspace: Workspace) -> None:
    """A browser's way of uploading works too; an unknown file can't be fetched."""
    announced = client.files_getUploadURLExternal(filename="a.txt", length=3)
    form = {"file": ("a.txt", b"abc")}
    assert requests.post(announced["upload_url"], files=form, timeout=5).text == "OK - 3"
    (file,) = workspace.files.values()
    assert file.content == b"abc"
    missing = announced["upload_url"].replace("/upload/v1/", "/files/") + "0/a.txt"
    assert requests.get(missing, timeout=5).status_code == 404
