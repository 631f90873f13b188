"""What people see in Slack: messages and modals, made from plain values."""
