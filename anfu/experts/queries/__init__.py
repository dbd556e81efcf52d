"""The reads of experts, of how they were asked, and of draws."""
