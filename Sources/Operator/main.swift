// Replaced by the program itself.
