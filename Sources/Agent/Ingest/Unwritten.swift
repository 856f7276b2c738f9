// Replaced by the part itself.
