"""What `benefit-desk doctor` looks at: the settings, the store, Slack, the sheet, the clock."""
