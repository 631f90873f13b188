"""The stand-in's addresses: what comes in over HTTP, and what goes out."""
