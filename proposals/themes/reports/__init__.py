"""Published findings: what is frozen, what may be shown of it, and the files it leaves as."""
