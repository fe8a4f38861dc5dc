package dev.millrace.jdbc;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Stands before a PostgreSQL server and cuts connections when told. */
final class LossyProxy implements Closeable {
  /** The server's answer to a COMMIT, at its end. */
  private static final String COMMITTED = "COMMIT\0";

  private final ServerSocket server;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean isArmed = new AtomicBoolean();
  private final AtomicLong bytesLeft = new AtomicLong(Long.MAX_VALUE);
  private final AtomicInteger losses = new AtomicInteger();

  private LossyProxy(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  static LossyProxy to(int target) throws IOException {
    LossyProxy proxy =
        new LossyProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
    proxy.start(proxy::accept);
    return proxy;
  }

  int port() {
    return server.getLocalPort();
  }

  /** The server does the next COMMIT, the client only learns that the connection is gone. */
  void loseTheAnswerOfTheNextCommit() {
    isArmed.set(true);
  }

  /** Once the server has sent so many bytes more, the client learns that the connection is gone. */
  void cutOffAfter(long bytes) {
    bytesLeft.set(bytes);
  }

  int losses() {
    return losses.get();
  }

  /** Work that ends when its sockets do. */
  private interface Work {
    void run() throws IOException;
  }

  private void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The end of a connection, or of the proxy.
              }
            },
            "lossy-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      Socket backend = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(client);
      sockets.add(backend);
      start(() -> forward(client, backend));
      start(() -> answer(backend, client));
    }
  }

  private void forward(Socket client, Socket backend) throws IOException {
    try (client;
        backend) {
      InputStream in = client.getInputStream();
      OutputStream out = backend.getOutputStream();
      byte[] bytes = new byte[1 << 16];
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        out.write(bytes, 0, read);
      }
    }
  }

  private void answer(Socket backend, Socket client) throws IOException {
    try (client;
        backend) {
      InputStream in = backend.getInputStream();
      OutputStream out = client.getOutputStream();
      byte[] bytes = new byte[1 << 16];
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        if (bytesLeft.addAndGet(-read) < 0) {
          bytesLeft.set(Long.MAX_VALUE);
          losses.incrementAndGet();
          return;
        }
        String text = new String(bytes, 0, read, StandardCharsets.ISO_8859_1);
        if (text.contains(COMMITTED) && isArmed.compareAndSet(true, false)) {
          losses.incrementAndGet();
          return;
        }
        out.write(bytes, 0, read);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
