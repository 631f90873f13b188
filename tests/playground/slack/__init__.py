"""The Slack stand-in, held against Slack's own clients and written limits."""
