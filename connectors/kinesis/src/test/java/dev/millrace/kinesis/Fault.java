package dev.millrace.kinesis;

/** What the proxy may do to a request. */
enum Fault {
  /** Turns it down for its rate. */
  THROTTLED,
  /** Turns it down for troubles of its own. */
  UNAVAILABLE,
  /** Says that the iterator has expired. */
  EXPIRED,
  /** Breaks the connection before the request goes on. */
  REFUSED,
  /** Breaks the connection when the server has done what was asked. */
  UNANSWERED,
  /** Writes every other record and turns down the rest. */
  PARTIAL
}
