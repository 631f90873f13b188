"""Block Kit drawn for one person: words, figures, buttons, menus and fields."""
