"""What every store keeps to, one promise of the port after the other."""
