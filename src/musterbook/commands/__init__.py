"""The commands of the command line, a file each; `musterbook.cli` puts them together."""
