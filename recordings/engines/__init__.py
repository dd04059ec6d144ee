"""The engines that turn speech into words, behind one protocol.

Light: nothing here loads torch or a model before an engine is picked.
"""

from recordings.engines.pick import Picked, pick_engine
from recordings.engines.protocol import DroppedText, Engine, EngineInfo, Heard, HeardWord, Words

__all__ = ["DroppedText", "Engine", "EngineInfo", "Heard", "HeardWord", "Picked", "Words", "pick_engine"]
