"""Who and what a mention means."""

from playground.slack import Workspace


class Names:
    """Looks identifiers up in the workspace; one that nobody has is shown as it came."""

    def __init__(self, workspace: Workspace) -> None:
        """Look names up in ``workspace``."""
        self._workspace = workspace

    def user(self, user_id: str) -> str:
        """Give a person's real name."""
        user = self._workspace.users.get(user_id)
        return user.real_name if user else user_id

    def channel(self, channel_id: str) -> str:
        """Give a channel's name."""
        channel = self._workspace.channels.get(channel_id)
        return channel.name if channel else channel_id

    def group(self, group_id: str) -> str:
        """Give a user group's handle."""
        group = self._workspace.user_groups.get(group_id)
        return group.handle if group else group_id
