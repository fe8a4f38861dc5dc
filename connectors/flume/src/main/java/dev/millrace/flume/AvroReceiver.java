package dev.millrace.flume;

import dev.millrace.core.SourceException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.avro.ipc.netty.NettyServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Avro server that agents send to. Used by one thread. */
final class AvroReceiver implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(AvroReceiver.class);
  private static final int THREADS = 8;
  private static final long END_SECONDS = 10;

  private final int port;
  private final FlumeOptions options;
  private final EventReceiver events;
  private final EventLoopGroup acceptors;
  private final EventLoopGroup workers;
  private final EventLoopGroup callers = new Readers();
  private final AtomicInteger connections = new AtomicInteger();

  /** Has who reads a request answer it: nobody is woken for that, and order is kept. */
  private static final class Readers extends DefaultEventLoopGroup {
    Readers() {
      super(1);
    }

    @Override
    public Future<?> submit(Runnable task) {
      return ImmediateEventExecutor.INSTANCE.submit(task);
    }
  }

  AvroReceiver(int port, FlumeOptions options, EventReceiver events, String name) {
    this.port = port;
    this.options = options;
    this.events = events;
    this.acceptors = new NioEventLoopGroup(1, threads(name, "accept"));
    this.workers = new NioEventLoopGroup(THREADS, threads(name, "read"));
  }

  private static DefaultThreadFactory threads(String name, String what) {
    return new DefaultThreadFactory("millrace-flume-" + name + "-" + what, true);
  }

  void start() throws IOException {
    try {
      NettyServer server =
          new NettyServer(
              new CheckedResponder(events),
              new InetSocketAddress(options.bindAddress(), port),
              this::admit,
              null,
              acceptors,
              workers,
              callers);
      LOG.info("listening at {}:{}", options.bindAddress(), server.getPort());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while starting to listen", e);
    } catch (Exception e) { // Netty throws what binding threw, undeclared
      throw new SourceException(
          "cannot listen at " + options.bindAddress() + ":" + port + ": " + e.getMessage(), e);
    }
  }

  private void admit(SocketChannel channel) {
    if (connections.incrementAndGet() > options.maxConnections()) {
      LOG.warn(
          "{} is turned away: {} agents are connected",
          channel.remoteAddress(),
          options.maxConnections());
      ChannelFuture unused = channel.close(); // the listener below hears of it
    }
    channel.closeFuture().addListener(closed -> connections.decrementAndGet());
    channel.pipeline().addFirst(new RequestLimit(options.maxRequestBytes()));
  }

  /** Ends the threads, so that nothing is appended once this returns. */
  @Override
  public void close() {
    events.close();
    Stream.of(acceptors, workers, callers)
        .map(group -> group.shutdownGracefully(0, END_SECONDS, TimeUnit.SECONDS))
        .toList()
        .forEach(end -> end.awaitUninterruptibly(END_SECONDS, TimeUnit.SECONDS));
  }
}
