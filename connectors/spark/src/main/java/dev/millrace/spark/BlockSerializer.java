package dev.millrace.spark;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;

/**
 * Writes what {@link RouteRdd} sends: per block int32 target, int32 length, bytes. Blocks are
 * encoded already, so Spark's serializers, which take milliseconds to be made, would only be in the
 * way. Stateless; what is written may be moved about within a stream.
 */
final class BlockSerializer extends Serializer implements Serializable {
  private static final long serialVersionUID = 1L;

  @Override
  public SerializerInstance newInstance() {
    return new Instance();
  }

  @Override
  public boolean supportsRelocationOfSerializedObjects() {
    return true;
  }

  /** Streams of blocks; single objects, of which a shuffle has none, as Java has them. */
  private static final class Instance extends SerializerInstance {
    private static SerializerInstance objects() {
      return new JavaSerializer(new SparkConf(false)).newInstance();
    }

    @Override
    public <T> ByteBuffer serialize(T value, ClassTag<T> tag) {
      return objects().serialize(value, tag);
    }

    @Override
    public <T> T deserialize(ByteBuffer bytes, ClassTag<T> tag) {
      return objects().deserialize(bytes, tag);
    }

    @Override
    public <T> T deserialize(ByteBuffer bytes, ClassLoader loader, ClassTag<T> tag) {
      return objects().deserialize(bytes, loader, tag);
    }

    @Override
    public SerializationStream serializeStream(OutputStream out) {
      return new Writer(out);
    }

    @Override
    public DeserializationStream deserializeStream(InputStream in) {
      return new Reader(in);
    }
  }

  private static final class Writer extends SerializationStream {
    private final DataOutputStream out;

    Writer(OutputStream out) {
      this.out = new DataOutputStream(out);
    }

    @Override
    public <T> SerializationStream writeObject(T value, ClassTag<T> tag) {
      try {
        if (value instanceof Integer target) {
          out.writeInt(target);
        } else if (value instanceof byte[] block) {
          out.writeInt(block.length);
          out.write(block);
        } else {
          throw new IllegalArgumentException("expected a target or a block, got " + value);
        }
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void flush() {
      try {
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Reader extends DeserializationStream {
    private final DataInputStream in;

    Reader(InputStream in) {
      this.in = new DataInputStream(in);
    }

    @Override
    @SuppressWarnings("unchecked") // Spark asks for a key and a value in turn
    public <T> T readKey(ClassTag<T> tag) {
      return (T) (Integer) readInt();
    }

    @Override
    @SuppressWarnings("unchecked") // as above
    public <T> T readValue(ClassTag<T> tag) {
      return (T) readBlock();
    }

    @Override
    @SuppressWarnings("unchecked") // as above
    public <T> T readObject(ClassTag<T> tag) {
      return (T) readBlock();
    }

    /** At the end Spark expects an EOFException, as Scala throws it: not declared. */
    private int readInt() {
      try {
        return in.readInt();
      } catch (IOException e) {
        throw Scala.thrown(e);
      }
    }

    private byte[] readBlock() {
      try {
        byte[] block = new byte[in.readInt()];
        in.readFully(block);
        return block;
      } catch (IOException e) {
        throw Scala.thrown(e);
      }
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
