"""The line to Slack: acts come in and are acknowledged, answers go out, each of them once."""
