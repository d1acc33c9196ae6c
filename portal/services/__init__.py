"""Use cases as verbs: load the facts, ask the rules, record the answer."""
