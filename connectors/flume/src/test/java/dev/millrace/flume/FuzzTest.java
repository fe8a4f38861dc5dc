package dev.millrace.flume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.source.log.LogOptions;
import dev.millrace.core.source.log.WriteAheadLog;
import dev.millrace.core.testing.Fuzz;
import dev.millrace.core.testing.SourceRun;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.ipc.Transceiver;
import org.apache.avro.ipc.netty.NettyTransportCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What agents send, and what stands in the log, damaged: events, or a refusal. */
@Timeout(120)
class FuzzTest {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");
  private static final int MOST_BYTES = 1 << 20;

  @TempDir Path directory;

  private static void copy(InputStream from, OutputStream... to) {
    byte[] buffer = new byte[8192];
    try {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        for (OutputStream each : to) {
          each.write(buffer, 0, read);
          each.flush();
        }
      }
    } catch (IOException e) {
      return; // the other side is gone
    }
  }

  /** What Flume's own client sends: a handshake with a batch, and a second batch. */
  private byte[] recorded(int port) throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    try (ServerSocket middle = new ServerSocket(0, 1, loopback)) {
      Thread thread =
          new Thread(
              () -> {
                try (Socket client = middle.accept();
                    Socket server = new Socket(loopback, port)) {
                  InputStream answers = server.getInputStream();
                  OutputStream back = client.getOutputStream();
                  Thread answering = new Thread(() -> copy(answers, back), "answers");
                  answering.start();
                  copy(client.getInputStream(), server.getOutputStream(), sent);
                } catch (IOException e) {
                  return; // the other side is gone
                }
              },
              "requests");
      thread.start();
      try (Client client = Client.to(middle.getLocalPort())) {
        assertTrue(client.send(List.of("a", "größe")));
        assertTrue(client.send(List.of("b")));
      }
      thread.join();
    }
    return sent.toByteArray();
  }

  private byte[] recorded() throws Exception {
    int port = Ports.free();
    FlumeSource<FlumeEvent> source = FlumeSource.events(port, FlumeOptions.defaults());
    try (SourceRun<FlumeEvent> run =
        new SourceRun<>(source, directory.resolve("recording")).begin()) {
      byte[] sent = recorded(port);
      assertEquals(3, run.until(3).size());
      return sent;
    }
  }

  /** A connection as the responder sees it. */
  private static final class Connection extends Transceiver {
    private org.apache.avro.Protocol remote;

    @Override
    public String getRemoteName() {
      return "test";
    }

    @Override
    public boolean isConnected() {
      return remote != null;
    }

    @Override
    public void setRemote(org.apache.avro.Protocol protocol) {
      remote = protocol;
    }

    @Override
    public org.apache.avro.Protocol getRemote() {
      return remote;
    }

    @Override
    public List<ByteBuffer> readBuffers() {
      throw new IllegalStateException("nothing is read");
    }

    @Override
    public void writeBuffers(List<ByteBuffer> buffers) {
      throw new IllegalStateException("nothing is written");
    }
  }

  /** The bytes of a connection, in the thread that measures; the log takes what is whole. */
  @Test
  void shouldAnswerAnyBytesOrHangUp() throws Exception {
    byte[] sent = recorded();
    try (WriteAheadLog log = WriteAheadLog.open(directory.resolve("log"), LogOptions.defaults())) {
      EventReceiver receiver = new EventReceiver(EventLog.over(log, FlumeOptions.defaults()));
      CheckedResponder responder = new CheckedResponder(receiver);
      Fuzz.Target target =
          input -> {
            EmbeddedChannel channel =
                new EmbeddedChannel(
                    new RequestLimit(MOST_BYTES), new NettyTransportCodec.NettyFrameDecoder());
            Connection connection = new Connection();
            try {
              channel.writeInbound(Unpooled.wrappedBuffer(input));
              for (Object frame = channel.readInbound();
                  frame != null;
                  frame = channel.readInbound()) {
                responder.respond(
                    ((NettyTransportCodec.NettyDataPack) frame).getDatas(), connection);
              }
            } finally {
              channel.finishAndReleaseAll();
            }
          };
      Fuzz.Result result =
          Fuzz.of("requests", target, List.of(sent))
              .withTokens("append", "appendBatch", "null", "{", "\"type\":\"array\"")
              .withRefusal(IOException.class)
              .withRefusal(AvroRuntimeException.class)
              .withMemory(6 << 20, 256)
              .run(CORPORA);
      assertTrue(result.read() > 0 && result.refused() > 0, result.toString());
    }
  }

  /** Events as one who can compute the checksum of their record might write them. */
  @Test
  void shouldReadLoggedEventsOfAnyBytesOrSayWhyNot() {
    byte[] event =
        Encoded.event(
            new FlumeEvent(
                Map.of("id", "17", "größe", ""), "body".getBytes(StandardCharsets.UTF_8)));
    Fuzz.Result result =
        Fuzz.of("event", input -> EventCodec.decode(input, 0, input.length), List.of(event))
            .withRefusal(BufferUnderflowException.class)
            .run(CORPORA);
    assertTrue(result.read() > 0 && result.refused() > 0, result.toString());
  }
}
