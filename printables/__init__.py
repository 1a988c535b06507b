"""The printed pages: a School in, a PDF out. Knows no store and no screen, no clock and no path."""
