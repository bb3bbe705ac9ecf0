"""Mail about tickets: who is told, what the letter says, and that no header says anything else."""
