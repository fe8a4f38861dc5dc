package dev.millrace.notebooks.fraud;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * That the owner of a card says a payment was none of theirs. Who pays honestly never says so.
 *
 * @param payment its number
 * @param at when they say so
 */
record Chargeback(long payment, Instant at) implements Serializable {
  /** What is older, and was not charged back, is taken to be honest. */
  static final Duration HORIZON = Duration.ofHours(6);

  /** When a fraud is noticed is simulated: at any time within the horizon, for each one alike. */
  static Chargeback of(Payment fraud) {
    long seconds = new SplittableRandom(fraud.number()).nextLong(HORIZON.toSeconds());
    return new Chargeback(fraud.number(), fraud.at().plusSeconds(seconds));
  }
}
