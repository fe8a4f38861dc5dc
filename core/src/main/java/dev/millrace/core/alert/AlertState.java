package dev.millrace.core.alert;

/** What an {@link Alert} says of its incident. */
public enum AlertState {
  /** It has begun. */
  FIRING,
  /** It is over. */
  RESOLVED
}
