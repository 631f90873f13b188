"""What people type behind a command, in their own words."""
