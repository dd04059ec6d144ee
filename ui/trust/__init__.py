"""Learning from reviews, and how far each criterion is trusted."""
