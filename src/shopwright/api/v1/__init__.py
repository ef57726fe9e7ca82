"""The first version of the JSON face."""
