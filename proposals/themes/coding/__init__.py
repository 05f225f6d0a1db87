"""What people's codings say: who still judges what, where two differ, what holds in the end."""
