"""The pages of accounts, roles and the parties that people act for."""
