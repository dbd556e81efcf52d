"""What every page stands on: the template environment, formats, navigation, lists and their filters."""
