"""Systems Manager Automation, of which moto knows the documents only."""
