"""Page objects of dispatch: the queue, a lead's candidates, my work, the board."""
