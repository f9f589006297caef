"""Why an action may not happen yet: one reason to a function, one module to a tab."""
