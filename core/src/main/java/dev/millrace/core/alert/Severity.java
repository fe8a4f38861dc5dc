package dev.millrace.core.alert;

/** How bad it is, from the least to the worst. */
public enum Severity {
  /** Good to know. */
  INFO,
  /** Somebody should look today. */
  WARNING,
  /** Somebody should look now. */
  CRITICAL
}
