package dev.millrace.core.window;

/** Why a window gave a result. */
public enum Firing {
  /** It is not complete yet. */
  EARLY,
  /** The watermark has passed its end. */
  ON_TIME,
  /** Records came after that. */
  LATE,
  /**
   * Of session windows that have given results: a record has made this window longer or joined it
   * with another, so there is no such window any more. What came of it is to be taken back; the
   * longer window gives results of its own.
   */
  RETRACTED
}
