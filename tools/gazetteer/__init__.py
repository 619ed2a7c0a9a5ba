"""What goes into the packaged gazetteer, and how."""
