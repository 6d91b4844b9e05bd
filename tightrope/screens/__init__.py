"""What is on screen: the only package, with pages/, that knows Streamlit."""
