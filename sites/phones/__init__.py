"""A printed phone number becomes one that can be dialled."""
