package dev.millrace.notebooks.fraud;

import java.io.Serializable;
import java.time.Instant;

/**
 * Accounts that are connected by cards and phones that they shared within an hour.
 *
 * @param at when the newest of them joined
 * @param phone by which it joined
 * @param size how many accounts there are
 * @param accounts their names
 */
record Ring(Instant at, String phone, int size, String accounts) implements Serializable {
  /** Two are a household. */
  static final int LEAST = 3;
}
