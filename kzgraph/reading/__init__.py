"""From bytes to a clean text: decoding, language, page furniture and footnotes, with offsets kept."""
