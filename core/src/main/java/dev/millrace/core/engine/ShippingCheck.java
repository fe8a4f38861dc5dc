package dev.millrace.core.engine;

import dev.millrace.core.ConfigurationException;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;

/**
 * Tells whether a function, codec or source can travel to another JVM by Java serialization, and
 * what is in its way. For engines that ship; needs no flag of the JVM. Thread-safe.
 *
 * <pre>{@code
 * function of operator map cannot be sent to other machines: it -> captured this
 * (com.acme.FraudJob) -> field connection (com.acme.Connection), which is not Serializable. …
 * }</pre>
 */
public final class ShippingCheck {
  private ShippingCheck() {}

  /**
   * Does nothing if {@code value} can be serialized. Costs about as much as sending it once.
   *
   * @param what names it, for instance {@code "function of operator map"}
   * @throws ConfigurationException as {@code refused} gives
   */
  public static void require(String what, Object value) {
    Exception refusal = refusal(value);
    if (refusal != null) {
      throw refused(what, value, refusal);
    }
  }

  /**
   * For an engine that has tried itself.
   *
   * @param refusal what serializing {@code value} threw
   * @return names the way from {@code value} to the object that cannot be serialized, its class,
   *     and what to do
   */
  public static ConfigurationException refused(String what, Object value, Exception refusal) {
    return new ConfigurationException(
        what + " cannot be sent to other machines: " + ShippingPath.of(value, refusal), refusal);
  }

  /** Why {@code value} cannot be serialized; null if it can. */
  static Exception refusal(Object value) {
    try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
      out.writeObject(value);
      return null;
    } catch (IOException | RuntimeException e) {
      return e;
    }
  }
}
