"""Reading tickets and who may report. Nothing here writes."""
