"""The information site: pages that people of the authority and of schools edit."""
