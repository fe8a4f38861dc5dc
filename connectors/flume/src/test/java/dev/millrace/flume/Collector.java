package dev.millrace.flume;

import io.netty.channel.Channel;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.ipc.netty.NettyServer;
import org.apache.avro.ipc.specific.SpecificResponder;
import org.apache.flume.source.avro.AvroFlumeEvent;
import org.apache.flume.source.avro.AvroSourceProtocol;
import org.apache.flume.source.avro.Status;

/** Stands for an agent, and may answer as badly as one. Thread-safe. */
final class Collector implements AvroSourceProtocol {
  private static final EventLoopGroup ACCEPTORS = new NioEventLoopGroup(1, threads());
  private static final EventLoopGroup WORKERS = new NioEventLoopGroup(2, threads());
  private static final EventLoopGroup CALLERS = new DefaultEventLoopGroup(2, threads());

  /** What may become of a request. */
  enum Fault {
    /** Its events are not taken. */
    REFUSED,
    /** Its events are taken, but the answer says that they are not. */
    DENIED
  }

  private final List<FlumeEvent> events = new ArrayList<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final List<Channel> connections = new CopyOnWriteArrayList<>();
  private final int port;
  private int requests;

  private Collector(int port) {
    this.port = port;
  }

  private static DefaultThreadFactory threads() {
    return new DefaultThreadFactory("collector", true);
  }

  /** One that listens on loopback for as long as the process lives. */
  static Collector start() {
    Collector collector = new Collector(Ports.free());
    try {
      new NettyServer(
              new SpecificResponder(AvroSourceProtocol.class, collector),
              new InetSocketAddress(InetAddress.getLoopbackAddress(), collector.port),
              collector.connections::add,
              null,
              ACCEPTORS,
              WORKERS,
              CALLERS)
          .start();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return collector;
  }

  int port() {
    return port;
  }

  /** Spoils the next requests. */
  synchronized void spoil(Fault... some) {
    faults.addAll(List.of(some));
  }

  /** Ends all connections that there were; how many. */
  int hangUp() {
    connections.forEach(connection -> connection.close().syncUninterruptibly());
    return connections.size();
  }

  synchronized List<FlumeEvent> events() {
    return List.copyOf(events);
  }

  synchronized int requests() {
    return requests;
  }

  @Override
  public Status append(AvroFlumeEvent event) {
    return appendBatch(List.of(event));
  }

  @Override
  public synchronized Status appendBatch(List<AvroFlumeEvent> batch) {
    requests++;
    Fault fault = faults.poll();
    if (fault != Fault.REFUSED) {
      for (AvroFlumeEvent event : batch) {
        Map<String, String> headers = new HashMap<>();
        event.getHeaders().forEach((name, value) -> headers.put(name.toString(), value.toString()));
        String body = StandardCharsets.UTF_8.decode(event.getBody().duplicate()).toString();
        events.add(new FlumeEvent(headers, body.getBytes(StandardCharsets.UTF_8)));
      }
    }
    return fault == null ? Status.OK : Status.FAILED;
  }
}
