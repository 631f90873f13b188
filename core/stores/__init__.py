"""The stores that keep the ledger: each adapter of the store port, and what it stands on."""
