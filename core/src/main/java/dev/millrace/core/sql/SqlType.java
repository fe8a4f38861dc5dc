package dev.millrace.core.sql;

/** What a column of a {@link SqlTable} holds. Every column may have missing values (NULL). */
public enum SqlType {
  BOOLEAN,
  /** 32 bits, signed. */
  INTEGER,
  /** 64 bits, signed. */
  BIGINT,
  /** 64 bits, IEEE 754. NaN is a value, not NULL. */
  DOUBLE,
  /** 20 digits before the point and 18 after it. */
  DECIMAL,
  TEXT,
  /** Microseconds since 1970, UTC. */
  TIMESTAMP,
  /** A day of the calendar. */
  DATE
}
