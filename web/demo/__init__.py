"""A demonstration: an unmistakably synthetic organisation, its people and 40 cases, all days relative to today."""
