"""The answer as a workbook and as CSV."""
