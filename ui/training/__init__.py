"""Parts of the pages of assigned practice and progress."""
