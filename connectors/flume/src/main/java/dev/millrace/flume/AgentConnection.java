package dev.millrace.flume;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.AvroRemoteException;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;
import org.apache.avro.ipc.CallFuture;
import org.apache.avro.ipc.netty.NettyTransceiver;
import org.apache.avro.ipc.specific.SpecificRequestor;
import org.apache.flume.source.avro.AvroSourceProtocol;
import org.apache.flume.source.avro.Status;

/** A connection to the Avro source of an agent. Used by one thread. */
final class AgentConnection implements Closeable {
  private final Duration patience;
  private final NettyTransceiver transceiver;
  private final Requestor requestor;

  /** Sends the first request, since Avro waits for the first answer without limit. */
  private final ExecutorService caller =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "millrace-flume-call");
            thread.setDaemon(true);
            return thread;
          });

  /** Does not connect again by itself, for then another answer would be the first one. */
  private static final class Connection extends NettyTransceiver {
    Connection(String host, int port, Duration patience) throws IOException {
      super(new InetSocketAddress(host, port), Math.toIntExact(patience.toMillis()));
    }

    @Override
    protected ChannelInboundHandler createNettyClientAvroHandler() {
      return new NettyClientAvroHandler() {
        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
          close(false);
          super.channelInactive(context);
        }
      };
    }
  }

  /** Writes parameters that are written already. */
  private static final class Requestor extends SpecificRequestor {
    Requestor(NettyTransceiver transceiver) throws IOException {
      super(AvroSourceProtocol.PROTOCOL, transceiver);
    }

    @Override
    public void writeRequest(Schema schema, Object request, Encoder out) throws IOException {
      ByteBuffer events = (ByteBuffer) request;
      out.writeFixed(events.array(), events.arrayOffset() + events.position(), events.remaining());
    }
  }

  /**
   * Connects.
   *
   * @param patience how long to wait for the connection, and for an answer
   */
  AgentConnection(String host, int port, Duration patience) throws IOException {
    this.patience = patience;
    this.transceiver = new Connection(host, port, patience);
    this.requestor = new Requestor(transceiver);
  }

  /**
   * Sends events.
   *
   * @param events in an array, as {@link EventRequests} makes them; not to be modified before the
   *     answer is here
   */
  Answer send(ByteBuffer events) {
    CallFuture<Status> answer = new CallFuture<>();
    if (transceiver.isConnected()) { // it has answered
      request(events, answer);
    } else {
      caller.execute(() -> request(events, answer));
    }
    return () -> await(answer);
  }

  private void request(ByteBuffer events, CallFuture<Status> answer) {
    try {
      requestor.request("appendBatch", events, answer);
    } catch (IOException | AvroRemoteException | RuntimeException e) {
      answer.handleError(e);
    }
  }

  /** What an agent says to a request. */
  interface Answer {
    /** Waits for it, and is glad if the events are taken; or else fails. */
    void await() throws IOException, InterruptedException;
  }

  private void await(CallFuture<Status> answer) throws IOException, InterruptedException {
    try {
      Status status = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (status != Status.OK) {
        throw new IOException("it answered " + status);
      }
    } catch (ExecutionException e) {
      throw new IOException("no answer", e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no answer for " + patience, e);
    }
  }

  @Override
  public void close() {
    transceiver.close(); // what waits for an answer fails
    caller.shutdown();
  }
}
