"""The right half of the page: the spreadsheet as one person sees it."""
