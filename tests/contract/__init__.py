"""The API keeps to its published schema: every operation, as every role, with whatever the schema allows and what it forbids."""
