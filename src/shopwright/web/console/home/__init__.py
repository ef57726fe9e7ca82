"""The home page: its blocks as a draft, publishing, and the way back."""
