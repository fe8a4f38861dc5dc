package dev.millrace.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** A real WebSocket server whose every step the test decides. */
public final class WebSocketServer implements AutoCloseable {
  private static final int UNAVAILABLE = 503;

  private final Server server =
      new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  private final BlockingQueue<Session> sessions = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final Semaphore pings = new Semaphore(0);
  private final AtomicInteger refusals = new AtomicInteger();

  /** Sent to each who connects. */
  private volatile List<String> greeting = List.of();

  WebSocketServer() throws Exception {
    server.setHandler(
        WebSocketUpgradeHandler.from(
            server,
            container ->
                container.addMapping(
                    "/feed",
                    (request, response, callback) -> {
                      if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        response.setStatus(UNAVAILABLE);
                        callback.succeeded();
                        return null;
                      }
                      return new Endpoint();
                    })));
    server.start();
  }

  /** Public, since Jetty calls it. */
  public final class Endpoint extends Session.Listener.AbstractAutoDemanding {
    @Override
    public void onWebSocketOpen(Session session) {
      super.onWebSocketOpen(session);
      greeting.forEach(text -> send(session, text));
      sessions.add(session);
    }

    @Override
    public void onWebSocketPing(ByteBuffer payload) {
      getSession().sendPong(payload, Callback.NOOP);
      pings.release();
    }

    @Override
    public void onWebSocketText(String text) {
      received.add(text);
    }
  }

  URI uri() {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    return URI.create("ws://127.0.0.1:" + port + "/feed?key=S3CRET-CANARY");
  }

  void greet(String... texts) {
    greeting = List.of(texts);
  }

  /** Answers the next ones who want to connect with 503. */
  void refuse(int times) {
    refusals.set(times);
  }

  int refusals() {
    return refusals.get();
  }

  /** Waits for the next one who connects. */
  Session connection() throws InterruptedException {
    Session session = sessions.poll(20, TimeUnit.SECONDS);
    if (session == null) {
      throw new AssertionError("nobody has connected");
    }
    return session;
  }

  String received() throws InterruptedException {
    return received.poll(20, TimeUnit.SECONDS);
  }

  /** Waits until clients have asked so often whether the server is alive. */
  boolean awaitPings(int count) throws InterruptedException {
    return pings.tryAcquire(count, 20, TimeUnit.SECONDS);
  }

  static void send(Session session, String... texts) {
    for (String text : texts) {
      Callback.Completable sent = new Callback.Completable();
      session.sendText(text, sent);
      sent.join();
    }
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
