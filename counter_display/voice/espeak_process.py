"""The process that speaks: espeak-ng by ``espeakng-loader``, text in, sound out.

Run as a program of its own, never imported: it loads a GPL-3 library. Standard input brings one
JSON object a line, ``{"text": …, "voice": "vi"}``; standard output gives for each the rate in
hertz and the length in bytes, 4 bytes each, little-endian, then mono 16-bit samples.
"""

import ctypes
import json
import sys
from typing import Any

_AUDIO_OUTPUT_SYNCHRONOUS = 2
_CHARS_UTF8 = 1
_POSITION_CHARACTER = 1
_RATE = 1  # espeakRATE
WORDS_PER_MINUTE = 150
LONGEST_CHARACTERS = 1_000


def main() -> int:
    """Answer until standard input ends; 3 where espeak-ng is not installed."""
    try:
        import espeakng_loader
    except ImportError:
        return 3
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    data = str(espeakng_loader.get_data_path()).encode()
    rate_hz = library.espeak_Initialize(_AUDIO_OUTPUT_SYNCHRONOUS, 0, data, 0)
    if rate_hz <= 0:
        return 3
    samples = bytearray()
    # Held here: ctypes forgets a callback that nobody keeps.
    keep = _callback(samples)
    library.espeak_SetSynthCallback(keep)
    for line in sys.stdin.buffer:
        question = json.loads(line)
        samples.clear()
        _speak(library, str(question["text"])[:LONGEST_CHARACTERS], str(question["voice"]))
        head = rate_hz.to_bytes(4, "little") + len(samples).to_bytes(4, "little")
        sys.stdout.buffer.write(head + bytes(samples))
        sys.stdout.buffer.flush()
    return 0


def _callback(samples: bytearray) -> Any:
    kind = ctypes.CFUNCTYPE(
        ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
    )

    def collect(wave: Any, count: int, _events: Any) -> int:
        if wave and count > 0:
            samples.extend(ctypes.string_at(wave, 2 * count))
        return 0

    return kind(collect)


def _speak(library: Any, text: str, voice: str) -> None:
    said = text.encode()
    library.espeak_SetVoiceByName(voice.encode())
    library.espeak_SetParameter(_RATE, WORDS_PER_MINUTE, 0)
    library.espeak_Synth(
        said,
        ctypes.c_size_t(len(said) + 1),
        0,
        _POSITION_CHARACTER,
        0,
        _CHARS_UTF8,
        None,
        None,
    )
    library.espeak_Synchronize()


if __name__ == "__main__":
    sys.exit(main())
