"""The ledger and a Google spreadsheet, kept equal.

What holds, whatever people do in the sheet and wherever a sync is cut short:

- A row is known by its Key and a column by its header, never by their place.
- Every editable cell is compared three ways: as it was last seen, as it is in the sheet, as the
  ledger has it. One side changed: it is taken. Both, differently: neither is lost.
- A pasted usage is recorded once. What is about to be recorded is written down first, under an
  idempotency key that the row's own contents give.
- What stood in a row at the very moment it was written to is copied by the same request. The next
  sync puts back what was written over by mistake, because people typed or moved rows meanwhile.
- Nothing is deleted because a row is missing, and a cell never becomes a formula.
- Nothing changed on either side: one read. Otherwise at most two reads, one write of values and
  one of formats, whatever the number of rows.

A sync reads, compares, carries out in the ledger what people changed, reads again, and writes what
differs then. What was last seen, and what is being written, is kept beside the ledger.
"""
