"""A coloured square with somebody's initials; the app has a sign of its own."""

from html import escape
from zlib import crc32

from nicegui import ui

from playground.slack import User

_COLOURS = ("#0f766e", "#9f1239", "#4338ca", "#b45309", "#0369a1", "#7e22ce", "#4d7c0f")
_APP_SIGN = (
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 13a9 9 0 0 1 18 0z" fill="#fff"/>'
    '<rect x="2" y="14.5" width="20" height="3" rx="1.5" fill="#fff"/>'
    '<circle cx="12" cy="5" r="1.8" fill="#fff"/></svg>'
)


def avatar(user: User) -> ui.html:
    """Draw a person's or the app's square."""
    if user.is_bot:
        return ui.html(_APP_SIGN, sanitize=False).classes("avatar app-avatar")
    initials = "".join(part[0] for part in user.real_name.split()[:2]).upper()
    drawn = ui.html(escape(initials), sanitize=False).classes("avatar")
    return drawn.style(f"background:{_COLOURS[crc32(user.name.encode()) % len(_COLOURS)]}")
