"""Does a test fail when a line of the core is wrong? Asked of every line, one wrong at a time."""
