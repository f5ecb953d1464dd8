"""The proof: one Merkle log of every entry's hash, signed checkpoints, exports, and a verifier in one file."""
