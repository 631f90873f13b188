"""Stand-ins for Slack and Google, and the page on which one can try the real bot between them."""
