"""What is imported: definitions, readers, table contracts, the build and the fictional council."""
