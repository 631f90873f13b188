"""What people want of Benefit Desk in Slack, one file for each intent."""
