"""What is peculiar to one adapter."""
