"""``files.*``: an address to upload to, the upload itself, and sharing what was uploaded."""

import mimetypes

from playground.slack.conversations import Channel, Message, SharedFile
from playground.slack.json_shapes import JsonObject, secret
from playground.slack.web_api.calls import ApiError, Call, Method
from playground.slack.workspace import Workspace


class UploadRefused(Exception):
    """An upload to an address that is unknown, or of another size than announced."""


def get_upload_url(call: Call) -> JsonObject:
    """Announce a file and get the address for its content."""
    name = call.needed("filename")
    length = call.needed("length")
    if not length.isdecimal() or int(length) == 0:
        raise ApiError.of_argument("length has to be a positive number")
    workspace = call.workspace
    file = SharedFile(
        id=workspace.identifiers.next("F"),
        name=name,
        title=name,
        user=workspace.bot_user.id,
        size=int(length),
        mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream",
        created=int(workspace.clock()),
        alt_text=call.text("alt_txt"),
    )
    workspace.files[file.id] = file
    path = f"{file.id}/{secret(24)}"
    workspace.uploads[path] = file
    return {"upload_url": f"{workspace.origin}/upload/v1/{path}", "file_id": file.id}


def take_upload(workspace: Workspace, path: str, content: bytes) -> str:
    """Take the content of an announced file; gives the answer that Slack's upload host gives.

    Raises:
        UploadRefused: nobody announced it, or it has another size than announced.
    """
    file = workspace.uploads.get(path)
    if file is None:
        raise UploadRefused("no such upload")
    if len(content) != file.size:
        raise UploadRefused(f"{file.size} bytes were announced, {len(content)} came")
    file.content = content
    return f"OK - {file.size}"


def complete_upload(call: Call) -> JsonObject:
    """Share uploaded files in channels, or keep them unshared."""
    listed = call.structure("files", "invalid_arguments")
    if not isinstance(listed, list) or not listed:
        raise ApiError.of_argument("missing required field: files")
    files = [_uploaded(call, entry) for entry in listed]
    for channel in _channels(call):
        _share(call, channel, files)
    return {"files": [file.as_slack() for file in files]}


def show_file(call: Call) -> JsonObject:
    """Tell about one file."""
    file = call.workspace.files.get(call.needed("file"))
    if file is None or not file.content:
        raise ApiError("file_not_found")
    return {"file": file.as_slack(), "comments": [], "response_metadata": {"next_cursor": ""}}


def _uploaded(call: Call, entry: object) -> SharedFile:
    if not isinstance(entry, dict):
        raise ApiError.of_argument("each of files has to be an object")
    file = call.workspace.files.get(str(entry.get("id")))
    if file is None or not file.content:
        raise ApiError("file_not_found")
    file.title = str(entry.get("title") or file.title)
    path = next(path for path, one in call.workspace.uploads.items() if one is file)
    file.download_url = f"{call.workspace.origin}/files/{path}/{file.name}"
    domain = call.workspace.team.domain
    file.permalink = f"https://{domain}.slack.com/files/{file.user}/{file.id}/{file.name}"
    return file


def _channels(call: Call) -> list[Channel]:
    names = (call.text("channel_id") or call.text("channels")).replace(" ", "").split(",")
    found = []
    for name in filter(None, names):
        channel = call.workspace.channels.get(name)
        if channel is None or not call.sees(channel):
            raise ApiError("channel_not_found")
        if not call.is_inside(channel):
            raise ApiError("not_in_channel")
        found.append(channel)
    return found


def _share(call: Call, channel: Channel, files: list[SharedFile]) -> None:
    workspace = call.workspace
    for file in files:
        file.channels.append(channel.id)
    workspace.post(
        Message(
            channel=channel.id,
            ts=workspace.next_ts(),
            text=call.text("initial_comment"),
            user=workspace.bot_user.id,
            bot_id=workspace.bot_id,
            app_id=workspace.app_id,
            files=files,
            thread_ts=call.text("thread_ts"),
        )
    )


METHODS: dict[str, Method] = {
    "files.getUploadURLExternal": Method(get_upload_url, ("files:write",)),
    "files.completeUploadExternal": Method(complete_upload, ("files:write",)),
    "files.info": Method(show_file, ("files:read",)),
}
