"""What a resolution says: its units, findings, dates and figures."""
