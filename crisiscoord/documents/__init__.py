"""Documents drawn from journals: what is read, printed or handed over, each figure with its entries."""
