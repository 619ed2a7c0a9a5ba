"""The cited brief: composed once from a picture, written as HTML, Markdown, Word and PDF."""
