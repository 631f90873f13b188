"""Slack's ways of writing text, turned into HTML.

Everything that comes from outside is escaped here, so what these functions give can be shown as is.
"""
