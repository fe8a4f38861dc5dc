package dev.millrace.core.testing;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.engine.ShippingCheck;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/**
 * A value as bytes, the way it travels to another JVM; unpacked, it is another object every time.
 * Only bytes that were packed in this JVM are ever unpacked; nothing from outside gets here.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record Shipment<V>(String what, byte[] bytes) implements Serializable {
  /**
   * @param what names the value in messages
   * @throws ConfigurationException when the value or something inside cannot be serialized
   */
  static <V> Shipment<V> of(String what, V value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException | RuntimeException e) {
      throw ShippingCheck.refused(what, value, e);
    }
    return new Shipment<>(what, bytes.toByteArray());
  }

  /** A copy of {@code value} that has travelled. */
  static <V> V copy(String what, V value) {
    return Shipment.of(what, value).unpack();
  }

  @SuppressWarnings("unchecked") // it was a V that was packed
  V unpack() {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (V) in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new ConfigurationException(
          what + " cannot be restored on another machine: " + e.getMessage(), e);
    }
  }
}
