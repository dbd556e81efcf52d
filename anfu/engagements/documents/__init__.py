"""The contract as a document: templates with what the law asks for, and the PDF."""
