"""The page of the playground: a chat workspace on the left, a spreadsheet on the right."""
