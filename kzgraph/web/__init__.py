"""What all that goes on-line shares: how long to wait, and before which answers."""
