package dev.millrace.socket;

import dev.millrace.core.source.log.ReceiverThreads;
import dev.millrace.core.source.log.WriteAheadLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to a server, and again whenever the connection ends or cannot be made. */
final class Connector implements ReceiverThreads.Work {
  private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
  private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

  private final String host;
  private final int port;
  private final SocketOptions options;
  private final WriteAheadLog log;
  private final ReceiverThreads threads;

  Connector(
      String host, int port, SocketOptions options, WriteAheadLog log, ReceiverThreads threads) {
    this.host = host;
    this.port = port;
    this.options = options;
    this.log = log;
    this.threads = threads;
  }

  @Override
  public void run() throws InterruptedException {
    Duration wait = options.firstRetry();
    boolean warned = false;
    while (!threads.isClosed()) {
      LineReceiver receiver = new LineReceiver(log, options.maxLineBytes());
      try {
        receive(receiver);
      } catch (IOException e) {
        if (!threads.isClosed() && !warned) {
          LOG.warn("{}:{}: {}; trying again", host, port, describe(e, receiver));
          warned = true;
        }
      }
      if (receiver.anyReceived()) {
        wait = options.firstRetry();
        warned = false;
      }
      if (threads.pause(wait)) {
        return;
      }
      wait = shorter(wait.multipliedBy(2), options.lastRetry());
    }
  }

  private void receive(LineReceiver receiver) throws IOException, InterruptedException {
    Socket socket = new Socket();
    if (!threads.register(socket)) {
      return;
    }
    try {
      socket.connect(new InetSocketAddress(host, port), CONNECT_TIMEOUT_MILLIS);
      socket.setKeepAlive(true);
      LOG.info("connected to {}:{}", host, port);
      receiver.receive(socket.getInputStream());
    } finally {
      threads.release(socket);
    }
  }

  /** What failed, and what that cost. */
  static String describe(IOException e, LineReceiver receiver) {
    int lost = receiver.begunBytes();
    return e + (lost == 0 ? "" : "; a line that was begun is dropped, " + lost + " bytes of it");
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
