package dev.millrace.alert;

import java.time.Duration;
import java.util.Optional;

/** A message was not taken. */
final class DeliveryException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean lasting;

  @SuppressWarnings("serial") // empty or a Duration
  private final Optional<Duration> retryAfter;

  private DeliveryException(
      String message, boolean lasting, Optional<Duration> retryAfter, Throwable cause) {
    super(message, cause);
    this.lasting = lasting;
    this.retryAfter = retryAfter;
  }

  /** It may be taken another time. */
  static DeliveryException passing(String message, Throwable cause) {
    return new DeliveryException(message, false, Optional.empty(), cause);
  }

  /** It may be taken another time, which the other side may have named. */
  static DeliveryException passing(String message, Optional<Duration> retryAfter) {
    return new DeliveryException(message, false, retryAfter, null);
  }

  /** It will never be taken. */
  static DeliveryException lasting(String message, Throwable cause) {
    return new DeliveryException(message, true, Optional.empty(), cause);
  }

  boolean isLasting() {
    return lasting;
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
