package dev.millrace.socket;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A server whose n-th connection sends the n-th text; what comes then is the test's to say. */
final class LineServer implements Closeable {
  private final ServerSocket server;
  private final BlockingQueue<Socket> connections = new LinkedBlockingQueue<>();

  LineServer(List<String> texts, boolean closes) throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(() -> serve(texts, closes), "line-server");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  /** The next connection; waits for it. */
  Socket connection() throws InterruptedException {
    return connections.take();
  }

  private void serve(List<String> texts, boolean closes) {
    try {
      for (int n = 0; ; n++) {
        Socket socket = server.accept();
        if (n < texts.size()) {
          socket.getOutputStream().write(texts.get(n).getBytes(StandardCharsets.UTF_8));
          socket.getOutputStream().flush();
        }
        if (closes && n < texts.size()) {
          socket.close();
        }
        connections.add(socket);
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : connections) {
      socket.close();
    }
  }
}
