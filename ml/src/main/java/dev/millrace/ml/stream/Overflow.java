package dev.millrace.ml.stream;

/** Which row is given up when more are pending than there may be. */
public enum Overflow {
  /** The one with the earliest time. */
  DROP_OLDEST,
  /** The one that came last: it is predicted and then forgotten. */
  DROP_NEWEST
}
