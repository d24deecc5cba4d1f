"""Questions of fairness: gaps between groups, severity of raters, what an adjustment would cost, what may be shown."""
