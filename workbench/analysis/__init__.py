"""Questions asked of a scorecard."""
