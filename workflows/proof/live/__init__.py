"""The proof of a live installation: its entries brought into the log, checkpoints signed and countersigned, and all verified."""
