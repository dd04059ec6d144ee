"""How large a recording may be before it is refused, and how finely it is cut for listening."""

from __future__ import annotations

MAX_BYTES = 300 * 1024 * 1024  # a file; 2 h of stereo telephone wav (16 bit, 8 kHz) is 220 MiB
MAX_DURATION_S = 3 * 3600.0  # a call; decoded stereo at 16 kHz takes 0.43 GiB an hour
MAX_CHANNELS = 2  # one a side
MIN_RATE_HZ = 4_000  # below the worst telephone codec (amr, g.711: 8 kHz)
MAX_RATE_HZ = 192_000  # above the best sound card
RATE_HZ = 16_000  # what voice detection and Whisper hear
BLOCK_S = 10.0  # seconds decoded at a time
# What decoding one file may take before the file is given up. Own measurements on two busy cores: an hour of telephone
# stereo takes 2 s of waiting, the densest file within `MAX_BYTES` (flac of noise at 192 kHz) about 10 s.
SILENT_S = 30.0  # seconds without a block
DECODE_S = 300.0  # seconds in all that are spent waiting for blocks
DECODER_BYTES = 2 * 1024**3  # address space of the process that decodes; what it uses is a tenth of that
