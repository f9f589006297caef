"""The sandbox: its books, relay, dial and project system."""
