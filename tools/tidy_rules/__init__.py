"""The rules that tools/tidy holds the repository to, one module for each kind."""
