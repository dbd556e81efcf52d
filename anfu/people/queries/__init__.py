"""Named reads of people, parties and memberships."""
