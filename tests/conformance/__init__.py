"""May this adapter call itself one? Contracts, and the adapters that are handed to them."""
