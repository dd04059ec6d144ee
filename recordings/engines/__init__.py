"""The engines that turn speech into words, behind one protocol.

Light: nothing here loads torch or a model before an engine is picked.
"""

from recordings.engines.pick import Picked, pick_engine
from recordings.engines.protocol import Engine, EngineInfo, HeardWord, LanguageGuess, Words

__all__ = ["Engine", "EngineInfo", "HeardWord", "LanguageGuess", "Picked", "Words", "pick_engine"]
