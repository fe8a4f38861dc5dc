package dev.millrace.flume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Protocol;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.ipc.HandshakeRequest;
import org.apache.avro.ipc.MD5;
import org.apache.avro.ipc.Transceiver;
import org.apache.avro.ipc.specific.SpecificResponder;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.util.ByteBufferInputStream;
import org.apache.flume.source.avro.AvroSourceProtocol;

/**
 * Passes over a request before Avro reads it, which takes memory for whatever a length says: one
 * whose lengths go beyond its end is refused. Agents speak Flume's protocol, of whatever version;
 * what writes other things is refused too. Thread-safe.
 */
final class CheckedResponder extends SpecificResponder {
  /** Avro remembers every protocol that it has met. */
  private static final int MOST_PROTOCOLS = 16;

  private static final int LONGEST_PROTOCOL = 64 << 10;
  private static final Schema META = Schema.createMap(Schema.create(Schema.Type.BYTES));
  private static final Schema TEXT = Schema.create(Schema.Type.STRING);

  private final Set<MD5> protocols = ConcurrentHashMap.newKeySet();

  CheckedResponder(AvroSourceProtocol events) {
    super(AvroSourceProtocol.class, events);
  }

  @Override
  public List<ByteBuffer> respond(List<ByteBuffer> request, Transceiver connection)
      throws IOException {
    try {
      check(request, connection != null && connection.isConnected());
    } catch (RuntimeException e) { // Avro has one of its own for each thing that is amiss
      throw new IOException("a request that is none of Flume's: " + e.getMessage(), e);
    }
    return super.respond(request, connection);
  }

  private static BinaryDecoder decoder(List<ByteBuffer> request) {
    List<ByteBuffer> parts = request.stream().map(ByteBuffer::duplicate).toList();
    return DecoderFactory.get().binaryDecoder(new ByteBufferInputStream(parts), null);
  }

  private void check(List<ByteBuffer> request, boolean isConnected) throws IOException {
    BinaryDecoder ahead = decoder(request);
    BinaryDecoder in = decoder(request);
    if (!isConnected) {
      pass(HandshakeRequest.getClassSchema(), ahead);
      check(new SpecificDatumReader<>(HandshakeRequest.class).read(null, in));
    }
    pass(META, ahead);
    pass(META, in);
    pass(TEXT, ahead);
    Protocol.Message message = getLocal().getMessages().get(in.readString());
    if (message != null) {
      pass(message.getRequest(), ahead);
    }
  }

  private void check(HandshakeRequest handshake) throws IOException {
    CharSequence text = handshake.getClientProtocol();
    if (text == null || protocols.contains(handshake.getClientHash())) {
      return;
    }
    if (text.length() > LONGEST_PROTOCOL || protocols.size() >= MOST_PROTOCOLS) {
      throw new IOException("a protocol of " + text.length() + " characters, or one too many");
    }
    Map<String, Protocol.Message> theirs = Protocol.parse(text.toString()).getMessages();
    for (Map.Entry<String, Protocol.Message> own : getLocal().getMessages().entrySet()) {
      Protocol.Message message = theirs.get(own.getKey());
      if (message == null
          || !form(message.getRequest()).equals(form(own.getValue().getRequest()))) {
        throw new IOException("a protocol with another message '" + own.getKey() + "'");
      }
    }
    protocols.add(handshake.getClientHash());
  }

  /** What the parameters of a message look like, whatever else is said of them. */
  private static List<String> form(Schema request) {
    return request.getFields().stream()
        .map(field -> SchemaNormalization.toParsingForm(field.schema()))
        .toList();
  }

  /** Reads on to the end of a value, and takes no memory. */
  private static void pass(Schema schema, Decoder in) throws IOException {
    switch (schema.getType()) {
      case RECORD -> {
        for (Schema.Field field : schema.getFields()) {
          pass(field.schema(), in);
        }
      }
      case ARRAY -> {
        for (long count = in.readArrayStart(); count > 0; count = in.arrayNext()) {
          for (long i = 0; i < count; i++) {
            pass(schema.getElementType(), in);
          }
        }
      }
      case MAP -> {
        for (long count = in.readMapStart(); count > 0; count = in.mapNext()) {
          for (long i = 0; i < count; i++) {
            in.skipString();
            pass(schema.getValueType(), in);
          }
        }
      }
      case UNION -> pass(schema.getTypes().get(in.readIndex()), in);
      case FIXED -> in.skipFixed(schema.getFixedSize());
      case STRING -> in.skipString();
      case BYTES -> in.skipBytes();
      case NULL -> in.readNull();
      default -> throw new IllegalStateException("Flume's protocol has no " + schema);
    }
  }
}
