"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# No deadline: the first example of a property pays for compiling phrase files, and machines differ.
settings.register_profile("tingxin", deadline=None)
settings.load_profile("tingxin")
