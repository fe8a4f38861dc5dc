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
import org.apache.flume.source.avro.AvroSourceProtocol;

/**
 * Reads a request itself and has Avro do the rest. For Avro takes memory for whatever a length
 * says: a request whose lengths go beyond its end is refused. Agents speak Flume's protocol, of
 * whatever version; what writes other things is refused too. Thread-safe.
 */
final class CheckedResponder extends SpecificResponder {
  /** Avro remembers every protocol that it has met. */
  private static final int MOST_PROTOCOLS = 16;

  private static final int LONGEST_PROTOCOL = 64 << 10;
  private static final Schema META = Schema.createMap(Schema.create(Schema.Type.BYTES));
  private static final Schema TEXT = Schema.create(Schema.Type.STRING);

  /** Of the request that a thread answers: Avro asks for them only after the handshake. */
  private static final ThreadLocal<ReceivedEvents> EVENTS = new ThreadLocal<>();

  private final Set<MD5> protocols = ConcurrentHashMap.newKeySet();
  private final EventReceiver receiver;

  CheckedResponder(EventReceiver receiver) {
    super(AvroSourceProtocol.PROTOCOL, receiver);
    this.receiver = receiver;
  }

  @Override
  public List<ByteBuffer> respond(List<ByteBuffer> request, Transceiver connection)
      throws IOException {
    try {
      EVENTS.set(read(bytes(request), connection != null && connection.isConnected()));
    } catch (RuntimeException e) { // Avro has one of its own for each thing that is amiss
      throw new IOException("a request that is none of Flume's: " + e.getMessage(), e);
    }
    try {
      return super.respond(request, connection);
    } finally {
      EVENTS.remove();
    }
  }

  private static byte[] bytes(List<ByteBuffer> request) {
    ByteBuffer all = ByteBuffer.allocate(request.stream().mapToInt(ByteBuffer::remaining).sum());
    request.forEach(part -> all.put(part.duplicate()));
    return all.array();
  }

  /** The events of a request; none if it is another one. */
  private ReceivedEvents read(byte[] request, boolean isConnected) throws IOException {
    BinaryDecoder ahead = DecoderFactory.get().binaryDecoder(request, null);
    BinaryDecoder in = DecoderFactory.get().binaryDecoder(request, null);
    if (!isConnected) {
      pass(HandshakeRequest.getClassSchema(), ahead);
      check(new SpecificDatumReader<>(HandshakeRequest.class).read(null, in));
    }
    pass(META, ahead);
    pass(META, in);
    pass(TEXT, ahead);
    String message = in.readString();
    int parameters = request.length - in.inputStream().available();
    return switch (message) {
      case "append" -> AvroEvents.event(request, parameters);
      case "appendBatch" -> AvroEvents.array(request, parameters);
      default -> new ReceivedEvents(0);
    };
  }

  @Override
  public Object readRequest(Schema actual, Schema expected, Decoder in) {
    return EVENTS.get();
  }

  @Override
  public Object respond(Protocol.Message message, Object request) {
    return receiver.take((ReceivedEvents) request);
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
