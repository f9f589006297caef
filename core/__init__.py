"""The words, the rules and the use cases. Imports the standard library and nothing else."""
