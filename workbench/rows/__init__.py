"""Sheets from outside: a file in, typed rows and errors out."""
