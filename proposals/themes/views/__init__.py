"""Pages of analysts, policymakers and readers of the findings."""
