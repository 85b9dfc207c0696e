"""The terminal program. The only place that knows Textual."""
