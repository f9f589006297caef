"""Are the rules right? Plain functions, no fixtures but builders."""
