"""The knowledge page: the list of facts, one fact with its history, its editor, what waits for others."""
