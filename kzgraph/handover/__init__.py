"""What an export is handed over with: its description, and what changed since the last."""
