"""The left half of the page: a chat workspace as one person sees it."""
