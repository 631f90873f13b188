"""Reports as they are read: in a chat, in a terminal, in a file."""
