"""The provider's endpoints and its few pages."""
