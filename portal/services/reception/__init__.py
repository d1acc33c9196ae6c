"""The counter: registering leads, calls, outings and showroom visits."""
