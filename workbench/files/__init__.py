"""What is read and written: parameters files, input tables, run directories."""
