package dev.millrace.socket;

import dev.millrace.core.source.log.ReceiverThreads;
import dev.millrace.core.source.log.WriteAheadLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes connections; whoever connects may send lines. */
final class Listener implements ReceiverThreads.Work {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private final ServerSocket server;
  private final SocketOptions options;
  private final WriteAheadLog log;
  private final ReceiverThreads threads;
  private final Semaphore places;
  private long connections;

  private Listener(
      ServerSocket server, SocketOptions options, WriteAheadLog log, ReceiverThreads threads) {
    this.server = server;
    this.options = options;
    this.log = log;
    this.threads = threads;
    this.places = new Semaphore(options.maxConnections());
  }

  static Listener bind(int port, SocketOptions options, WriteAheadLog log, ReceiverThreads threads)
      throws IOException {
    InetAddress address = InetAddress.getByName(options.bindAddress());
    ServerSocket server = new ServerSocket();
    try {
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      server.close();
      throw new IOException(
          "cannot listen at " + options.bindAddress() + ":" + port + ": " + e.getMessage(), e);
    }
    threads.register(server);
    LOG.info("listening at {}", server.getLocalSocketAddress());
    return new Listener(server, options, log, threads);
  }

  @Override
  public void run() throws IOException, InterruptedException {
    while (!threads.isClosed()) {
      places.acquire();
      Socket socket = server.accept();
      if (!threads.register(socket)) {
        return;
      }
      connections++;
      threads.start("connection-" + connections, () -> serve(socket));
    }
  }

  private void serve(Socket socket) throws IOException, InterruptedException {
    LineReceiver receiver = new LineReceiver(log, options.maxLineBytes());
    try {
      socket.setKeepAlive(true);
      receiver.receive(socket.getInputStream());
    } catch (IOException e) {
      if (!threads.isClosed()) {
        LOG.warn("{}: {}", socket.getRemoteSocketAddress(), Connector.describe(e, receiver));
      }
    } finally {
      places.release();
      threads.release(socket);
    }
  }
}
