package dev.millrace.alert;

import dev.millrace.core.alert.AlertMessage;

/** Tells one message, once. Used by one thread. */
@FunctionalInterface
interface Courier {
  /**
   * @throws DeliveryException when it was not taken, in one line that holds no secret
   */
  void deliver(AlertMessage message) throws DeliveryException, InterruptedException;
}
