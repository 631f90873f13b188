"""The rules of membership benefits: contacts, catalogue, memberships, levels, usage.

Knows no Slack, no Google and no clock of its own.
"""
