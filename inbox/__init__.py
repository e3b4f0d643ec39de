"""What recipients send by the page's forms: taken, kept, worked off, told to other systems."""
