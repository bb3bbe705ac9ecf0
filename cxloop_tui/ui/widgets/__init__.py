"""One widget a file. Attributes come down, messages go up; none knows a service."""
