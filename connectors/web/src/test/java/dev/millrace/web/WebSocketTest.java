package dev.millrace.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.testing.SourceConformance;
import dev.millrace.core.testing.SourceRun;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WebSocketTest {
  private static final FeedOptions QUICK =
      FeedOptions.defaults().withRetries(Duration.ofMillis(1), Duration.ofMillis(20));

  @TempDir Path directory;
  private WebSocketServer server;

  @BeforeEach
  void start() throws Exception {
    server = new WebSocketServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private FeedSource<String> source() {
    return FeedSource.webSocket(server.uri(), QUICK);
  }

  /** Messages like {@code GOOG 17}. */
  private static Optional<SequenceNumber> number(String message) {
    String[] words = message.split(" ", -1);
    return words.length < 2
        ? Optional.empty()
        : Optional.of(new SequenceNumber(words[0], Long.parseLong(words[1])));
  }

  private static String[] numbered(int from, int until) {
    return IntStream.range(from, until).mapToObj(i -> "a " + i).toArray(String[]::new);
  }

  @TestFactory
  Stream<DynamicTest> conformance() {
    server.greet(numbered(2, 19)); // from 0 or 1, each connection would begin the sequence anew
    FeedSource<String> source = source().withSequence(WebSocketTest::number);
    return SourceConformance.checks(source, 17, directory).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  @Test
  void shouldConnectAgainAfterDropsAndRefusals() throws Exception {
    FeedSource<String> source = source().withSubscription("begin", "now");
    try (SourceRun<String> play = new SourceRun<>(source, directory).begin()) {
      Session first = server.connection();
      assertEquals("begin", server.received());
      assertEquals("now", server.received());
      WebSocketServer.send(first, "1", "2");
      play.until(2);
      server.refuse(3);
      first.disconnect();
      Session second = server.connection();
      assertEquals(0, server.refusals());
      assertEquals("begin", server.received());
      WebSocketServer.send(second, "3", "é");
      second.close();
      WebSocketServer.send(server.connection(), "5");
      assertEquals(List.of("1", "2", "3", "é", "5"), play.until(5));
      assertEquals(new FeedReport(3, 5, 0, 0, 0), source.report());
    }
  }

  @Test
  void shouldCountWhatWasSkippedAndDropWhatCameBefore() throws Exception {
    FeedSource<String> source = source().withSequence(WebSocketTest::number);
    try (SourceRun<String> play = new SourceRun<>(source, directory).begin()) {
      WebSocketServer.send(
          server.connection(), "a 5", "b 1", "hello", "a 6", "a 9", "a 9", "b 2", "b 1", "b 2");
      List<String> expected = List.of("a 5", "b 1", "hello", "a 6", "a 9", "b 2", "b 1", "b 2");
      assertEquals(expected, play.until(8));
      assertEquals(new FeedReport(1, 8, 1, 2, 1), source.report());
    }
  }

  @Test
  void shouldFetchWhatWasSkippedAcrossARestartToo() throws Exception {
    FeedSource<String> source =
        source()
            .withSequence(WebSocketTest::number)
            .withRefill((sequence, from, until) -> List.of(numbered((int) from, (int) until)));
    try (SourceRun<String> play = new SourceRun<>(source, directory).begin()) {
      WebSocketServer.send(server.connection(), "a 1", "a 3");
      play.until(3);
    }
    try (SourceRun<String> play = new SourceRun<>(source, directory).begin()) {
      WebSocketServer.send(server.connection(), "a 3", "a 6");
      assertEquals(List.of(numbered(1, 7)), play.until(6));
    }
  }

  @Test
  void shouldRejectWhatIsTooLongAndGoOn() throws Exception {
    FeedSource<String> source =
        FeedSource.webSocket(server.uri(), QUICK.withMaxMessageBytes(30_000));
    try (SourceRun<String> play = new SourceRun<>(source, directory).begin()) {
      WebSocketServer.send(
          server.connection(), "x".repeat(30_000), "y".repeat(60_000), "z".repeat(30_001), "after");
      play.until(4);
      assertEquals(List.of("x".repeat(30_000), "after"), play.records());
      assertEquals("message 2 received", play.rejects().get(0).position());
      assertEquals("y".repeat(1000) + "…", play.rejects().get(0).record());
      assertEquals("the message is longer than allowed", play.rejects().get(1).reason());
    }
  }

  /** Answers pings, and so is alive, though it has nothing to say. */
  @Test
  void shouldNotTakeAQuietFeedForDead() throws Exception {
    FeedSource<String> source =
        FeedSource.webSocket(server.uri(), QUICK.withHeartbeat(Duration.ofMillis(150)));
    try (SourceRun<String> play = new SourceRun<>(source, directory).begin()) {
      Session session = server.connection();
      assertTrue(server.awaitPings(8));
      WebSocketServer.send(session, "still here");
      assertEquals(List.of("still here"), play.until(1));
      assertEquals(1, source.report().connections());
    }
  }

  /** A server that says yes, and then nothing for ever, whatever it is asked. */
  @Test
  void shouldLeaveAConnectionThatIsDead() throws Exception {
    try (ServerSocket dead = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      FeedSource<String> source =
          FeedSource.webSocket(
              URI.create("ws://127.0.0.1:" + dead.getLocalPort() + "/"),
              QUICK.withHeartbeat(Duration.ofMillis(100)));
      try (SourceRun<String> play = new SourceRun<>(source, directory).begin();
          Socket first = accepted(dead);
          Socket second = accepted(dead)) {
        assertTrue(first.isConnected() && second.isConnected());
        assertEquals(List.of(), play.records());
      }
    }
  }

  private static Socket accepted(ServerSocket server) throws Exception {
    Socket socket = server.accept();
    BufferedReader head =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    String key = "";
    for (String line = head.readLine(); !line.isEmpty(); line = head.readLine()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
        key = line.substring(line.indexOf(':') + 1).strip();
      }
    }
    byte[] accept =
        MessageDigest.getInstance("SHA-1")
            .digest(
                (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + Base64.getEncoder().encodeToString(accept)
            + "\r\n\r\n";
    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void shouldCheckItsSettingsAndShowNoSecrets() {
    FeedOptions options = QUICK.withHeader("Authorization", "Bearer S3CRET-CANARY");
    assertFalse(options.toString().contains("CANARY"), options.toString());
    assertFalse(source().toString().contains("CANARY"), source().toString());
    assertThrows(ConfigurationException.class, () -> QUICK.withHeartbeat(Duration.ZERO));
    assertThrows(ConfigurationException.class, () -> QUICK.withMaxMessageBytes(0));
    assertThrows(
        ConfigurationException.class,
        () -> QUICK.withRetries(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    assertThrows(
        ConfigurationException.class, () -> FeedSource.webSocket(URI.create("http://h/"), QUICK));
    ConfigurationException login =
        assertThrows(
            ConfigurationException.class,
            () -> FeedSource.webSocket(URI.create("ws://u:S3CRET-CANARY@h/"), QUICK));
    assertFalse(login.getMessage().contains("CANARY"), login.getMessage());
    ConfigurationException lineEnd =
        assertThrows(
            ConfigurationException.class,
            () -> QUICK.withHeader("Authorization", "Bearer S3CRET-CANARY\n"));
    assertTrue(lineEnd.getMessage().contains("Authorization"), lineEnd.getMessage());
    assertFalse(lineEnd.getMessage().contains("CANARY"), lineEnd.getMessage());
    assertThrows(
        ConfigurationException.class,
        () ->
            new SourceRun<>(source().withRefill((sequence, from, until) -> List.of()), directory));
    assertThrows(
        ConfigurationException.class,
        () -> FeedSource.events(URI.create("http://h/"), QUICK).withSubscription("x"));
  }
}
