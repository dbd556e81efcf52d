"""What is asked of the shelf and of the rooms below."""
