"""What stands around every handler: who asks, may he, is it his form, what he gets."""
