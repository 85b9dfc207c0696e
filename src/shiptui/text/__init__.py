"""Foreign text and bytes: cleaned, measured and checked before anything else sees them."""
