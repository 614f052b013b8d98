"""Which versions are one work, and what everything is called: the only place where IRIs are minted."""
