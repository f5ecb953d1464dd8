"""The handbook as pages: what each page shows, the picture of a workflow, the same inside the product and as a site of files."""
