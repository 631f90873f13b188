"""Reports: rows of plain values, from the books and the ledger. Showing them is others' work."""
