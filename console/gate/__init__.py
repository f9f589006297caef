"""The way in over SSH: who comes in, what may be asked, and how the process is closed off."""
