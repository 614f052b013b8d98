"""The invented specimens, rendered into the media that resolutions come in."""
