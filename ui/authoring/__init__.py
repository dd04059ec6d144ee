"""The pages on which scenarios are written. Not called scenarios: Streamlit puts this folder on the path."""
