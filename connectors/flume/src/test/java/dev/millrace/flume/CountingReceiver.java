package dev.millrace.flume;

import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.avro.ipc.netty.NettyServer;
import org.apache.avro.ipc.specific.SpecificResponder;
import org.apache.flume.source.avro.AvroFlumeEvent;
import org.apache.flume.source.avro.AvroSourceProtocol;
import org.apache.flume.source.avro.Status;

/** The least that a receiver does: it answers, after forcing the bodies to a file if it has one. */
final class CountingReceiver implements AvroSourceProtocol, AutoCloseable {
  private final EventLoopGroup acceptors = new NioEventLoopGroup(1, threads());
  private final EventLoopGroup workers = new NioEventLoopGroup(2, threads());
  private final EventLoopGroup callers = new DefaultEventLoopGroup(2, threads());
  private final FileChannel file;
  private final int port = Ports.free();

  private CountingReceiver(FileChannel file) {
    this.file = file;
    try {
      new NettyServer(
              new SpecificResponder(AvroSourceProtocol.class, this),
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
              channel -> {},
              null,
              acceptors,
              workers,
              callers)
          .start();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DefaultThreadFactory threads() {
    return new DefaultThreadFactory("receiver", true);
  }

  static CountingReceiver start() {
    return new CountingReceiver(null);
  }

  static CountingReceiver start(Path file) throws IOException {
    return new CountingReceiver(
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  int port() {
    return port;
  }

  @Override
  public Status append(AvroFlumeEvent event) {
    return appendBatch(List.of(event));
  }

  @Override
  public synchronized Status appendBatch(List<AvroFlumeEvent> batch) {
    if (file != null) {
      int size = batch.stream().mapToInt(event -> event.getBody().remaining() + 4).sum();
      ByteBuffer bytes = ByteBuffer.allocate(size);
      for (AvroFlumeEvent event : batch) {
        bytes.putInt(event.getBody().remaining()).put(event.getBody().duplicate());
      }
      try {
        file.write(bytes.flip());
        file.force(false);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Status.OK;
  }

  @Override
  public void close() throws IOException {
    for (EventLoopGroup group : List.of(acceptors, workers, callers)) {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
    if (file != null) {
      file.close();
    }
  }
}
