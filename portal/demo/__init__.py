"""The demo house: two stores and three months of work, made by the services."""
