package dev.millrace.flume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AgentConnectionTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(20);

  /** An array of one event without headers and body. */
  private static ByteBuffer request() {
    return ByteBuffer.wrap(new byte[] {2, 0, 0, 0});
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @Test
  void shouldSendOneRequestAfterTheOther() throws Exception {
    Collector agent = Collector.start();
    try (AgentConnection connection = new AgentConnection("127.0.0.1", agent.port(), LONG)) {
      connection.send(request()).await();
      connection.send(request()).await();
      agent.spoil(Collector.Fault.REFUSED);
      IOException refused =
          assertThrows(IOException.class, () -> connection.send(request()).await());
      assertEquals("it answered FAILED", refused.getMessage());
    }
    assertEquals(List.of(FlumeEvent.of(""), FlumeEvent.of("")), agent.events());
  }

  /** The first answer of a connection, for which Avro would wait for ever. */
  @Test
  void shouldNotWaitForEverForAnAnswer() throws Exception {
    try (ServerSocket silent = listening();
        AgentConnection connection =
            new AgentConnection("127.0.0.1", silent.getLocalPort(), SHORT)) {
      IOException late = assertThrows(IOException.class, () -> connection.send(request()).await());
      assertEquals("no answer for PT0.3S", late.getMessage());
    }
  }

  @Test
  void shouldSayAtOnceThatTheAgentHangsUp() throws Exception {
    try (ServerSocket agent = listening();
        AgentConnection connection = new AgentConnection("127.0.0.1", agent.getLocalPort(), LONG)) {
      AgentConnection.Answer answer = connection.send(request());
      try (Socket client = agent.accept()) {
        assertTrue(client.getInputStream().read() >= 0, "nothing was sent"); // but now it waits
      }
      IOException gone = assertThrows(IOException.class, answer::await);
      assertEquals("no answer", gone.getMessage());
    }
  }

  /** Whoever connected again would wait for a first answer once more. */
  @Test
  void shouldNotConnectAgainByItself() throws Exception {
    Collector agent = Collector.start();
    try (AgentConnection connection = new AgentConnection("127.0.0.1", agent.port(), LONG)) {
      connection.send(request()).await();
      agent.hangUp();
      for (int i = 0; i < 3; i++) {
        assertThrows(IOException.class, () -> connection.send(request()).await());
      }
    }
    assertEquals(1, agent.hangUp());
    assertEquals(1, agent.requests());
  }
}
