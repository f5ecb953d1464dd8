"""The pages of elections beside the generic ones: whom a form offers, the roll, the count, the result, and the papers of the room."""
