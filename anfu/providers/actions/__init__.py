"""What is done with providers: the only writers of this room."""
