package dev.millrace.spark.internal.codec;

import dev.millrace.core.ConfigurationException;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Values of no known shape, serialized as Spark serializes functions. */
final class Others {
  private static final JavaSerializer SERIALIZER = new JavaSerializer(new SparkConf(false));
  private static final ClassTag<Object[]> OBJECTS = ClassTag$.MODULE$.apply(Object[].class);

  private Others() {}

  static byte[] serialize(List<Object> values) {
    try {
      ByteBuffer bytes = SERIALIZER.newInstance().serialize(values.toArray(), OBJECTS);
      return Arrays.copyOfRange(
          bytes.array(),
          bytes.arrayOffset() + bytes.position(),
          bytes.arrayOffset() + bytes.limit());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // what Scala throws is not declared
      throw refused(values, e);
    }
  }

  private static ConfigurationException refused(List<Object> values, Exception cause) {
    String part =
        cause instanceof NotSerializableException
            ? cause.getMessage().lines().findFirst().orElse("")
            : cause.toString();
    return new ConfigurationException(
        "a value of "
            + values.get(0).getClass().getName()
            + " cannot be sent to another machine because of what is inside: "
            + part
            + "; let it implement java.io.Serializable, or make the value a record",
        cause);
  }

  static Object[] deserialize(byte[] block, int from, int length) {
    return SERIALIZER
        .newInstance()
        .deserialize(
            ByteBuffer.wrap(block, from, length).slice(),
            Thread.currentThread().getContextClassLoader(),
            OBJECTS);
  }
}
