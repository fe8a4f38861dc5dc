package dev.millrace.flume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.core.sink.StagedBatches;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.flume.source.avro.AvroFlumeEvent;
import org.junit.jupiter.api.Test;

/** What is read and written without Avro, beside what Avro reads and writes. */
class WireTest {
  private static final Schema EVENTS = Schema.createArray(AvroFlumeEvent.getClassSchema());
  private static final FlumeEvent PLAIN = FlumeEvent.of("plain");

  private final Random random = new Random(17);

  private List<FlumeEvent> events(int count) {
    List<FlumeEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, String> headers = new HashMap<>();
      for (int header = random.nextInt(4); header > 0; header--) {
        headers.put("größe " + random.nextInt(1_000), "v".repeat(random.nextInt(200)));
      }
      byte[] body = new byte[random.nextInt(300)];
      random.nextBytes(body);
      events.add(new FlumeEvent(headers, body));
    }
    return events;
  }

  private static AvroFlumeEvent avro(FlumeEvent event) {
    return new AvroFlumeEvent(new HashMap<>(event.headers()), ByteBuffer.wrap(event.body()));
  }

  private static FlumeEvent event(AvroFlumeEvent avro) {
    Map<String, String> headers = new HashMap<>();
    avro.getHeaders().forEach((name, value) -> headers.put(name.toString(), value.toString()));
    byte[] body = new byte[avro.getBody().remaining()];
    avro.getBody().get(body);
    return new FlumeEvent(headers, body);
  }

  /** With a size before each block of the array and of a map, if it is to be. */
  private static byte[] written(Schema schema, Object value, boolean hasSizes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    EncoderFactory factory = EncoderFactory.get();
    BinaryEncoder out =
        hasSizes
            ? factory.blockingBinaryEncoder(bytes, null)
            : factory.directBinaryEncoder(bytes, null);
    new SpecificDatumWriter<>(schema).write(value, out);
    out.flush();
    return bytes.toByteArray();
  }

  private static List<FlumeEvent> decoded(ReceivedEvents received) {
    List<FlumeEvent> events = new ArrayList<>();
    for (int i = 0; i < received.count(); i++) {
      int start = received.start(i);
      events.add(EventCodec.decode(received.bytes(), start, received.end(i) - start));
    }
    return events;
  }

  @Test
  void shouldReadWhatAvroWrites() throws IOException {
    for (int count : new int[] {0, 1, 2_000}) {
      List<FlumeEvent> events = events(count);
      List<AvroFlumeEvent> avro = events.stream().map(WireTest::avro).toList();
      byte[] array = written(EVENTS, avro, false);
      assertEquals(events, decoded(AvroEvents.array(array, 0)));
      byte[] blocks = written(EVENTS, avro, true);
      assertEquals(events, decoded(AvroEvents.array(blocks, 0)));
    }
    byte[] one = written(AvroFlumeEvent.getClassSchema(), avro(PLAIN), false);
    byte[] behind = Arrays.copyOf(new byte[] {1, 2, 3}, 3 + one.length);
    System.arraycopy(one, 0, behind, 3, one.length);
    assertEquals(List.of(PLAIN), decoded(AvroEvents.event(behind, 3)));
  }

  @Test
  void shouldRefuseWhatEndsTooSoon() throws IOException {
    List<AvroFlumeEvent> avro = events(5).stream().map(WireTest::avro).toList();
    byte[] array = written(EVENTS, avro, false);
    for (int length = 0; length < array.length; length++) {
      byte[] cut = Arrays.copyOf(array, length);
      assertThrows(IOException.class, () -> AvroEvents.array(cut, 0), "cut at " + length);
    }
  }

  @Test
  void shouldRefuseLengthsThatNothingFollows() {
    byte[] huge = {2, 0, (byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F};
    assertThrows(IOException.class, () -> AvroEvents.array(huge, 0));
    byte[] negative = {2, 0, 1};
    assertThrows(IOException.class, () -> AvroEvents.array(negative, 0));
    byte[] endless = new byte[11];
    Arrays.fill(endless, (byte) 0x80);
    assertThrows(IOException.class, () -> AvroEvents.array(endless, 0));
  }

  private static StagedBatches.Content staged(List<FlumeEvent> events) {
    List<byte[]> encoded = events.stream().map(Encoded::event).toList();
    ByteBuffer bytes = ByteBuffer.allocate(encoded.stream().mapToInt(e -> e.length + 4).sum());
    encoded.forEach(event -> bytes.putInt(event.length).put(event));
    return new StagedBatches.Content(events.size(), bytes.flip());
  }

  private static List<FlumeEvent> read(ByteBuffer request) throws IOException {
    byte[] bytes = new byte[request.remaining()];
    request.get(bytes);
    var in = DecoderFactory.get().binaryDecoder(bytes, null);
    List<AvroFlumeEvent> avro =
        new SpecificDatumReader<List<AvroFlumeEvent>>(EVENTS).read(null, in);
    assertEquals(0, in.inputStream().available());
    return avro.stream().map(WireTest::event).toList();
  }

  @Test
  void shouldWriteWhatAvroReadsWithAnId() throws IOException {
    List<FlumeEvent> events = events(2_500);
    EventRequests requests = new EventRequests(7, staged(events), 1_000);
    List<FlumeEvent> read = new ArrayList<>();
    for (int size : new int[] {1_000, 1_000, 500}) {
      requests.prepare();
      requests.prepare();
      List<FlumeEvent> some = read(requests.next());
      assertEquals(size, some.size());
      read.addAll(some);
    }
    assertFalse(requests.hasNext());
    List<FlumeEvent> marked = new ArrayList<>();
    for (FlumeEvent event : events) {
      marked.add(event.withHeader("millrace-id", "7-" + marked.size()));
    }
    assertEquals(marked, read);
  }

  @Test
  void shouldCountIds() {
    EventId id = new EventId(40);
    for (int row = 0; row < 12_345; row++) {
      assertEquals("40-" + row, new String(id.bytes(), StandardCharsets.US_ASCII));
      id.next();
    }
  }

  @Test
  void shouldMakeRoomForEventsThatDiffer() throws IOException {
    List<FlumeEvent> events = new ArrayList<>();
    for (int size : new int[] {0, 0, 70_000, 3, 0, 150_000}) {
      events.add(FlumeEvent.of("v".repeat(size)));
    }
    List<FlumeEvent> read = read(new EventRequests(0, staged(events), 3).next());
    assertEquals(List.of(0, 0, 70_000), read.stream().map(e -> e.body().length).toList());
  }

  @Test
  void shouldReplaceTheIdThatAnEventHas() throws IOException {
    FlumeEvent again = PLAIN.withHeader("millrace-id", "5").withHeader("millrace-ids", "6");
    ByteBuffer request = new EventRequests(Long.MAX_VALUE, staged(List.of(again)), 1).next();
    String text = StandardCharsets.ISO_8859_1.decode(request.duplicate()).toString();
    assertEquals(3, text.split("millrace-id", -1).length);
    Map<String, String> headers = read(request).get(0).headers();
    assertEquals(Map.of("millrace-id", Long.MAX_VALUE + "-0", "millrace-ids", "6"), headers);
  }

  @Test
  void shouldTellTheIdOfAnEvent() {
    byte[] event = Encoded.event(PLAIN.withHeader("id", "größe").withHeader("idx", "no"));
    assertEquals("größe", EventCodec.header(event, 0, event.length, "id"));
    assertEquals(null, EventCodec.header(event, 0, event.length, "i"));
  }
}
