"""What is peculiar to the stores."""
