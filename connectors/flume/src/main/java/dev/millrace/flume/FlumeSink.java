package dev.millrace.flume;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.format.RecordFormat;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import dev.millrace.core.sink.StagedBatches;
import java.nio.file.Path;

/**
 * Sends to the Avro source of an agent of Apache Flume, at least once.
 *
 * <pre>{@code
 * alerts.to(
 *     "alerts",
 *     FlumeSink.values("agent-1", 4141, FlumeOptions.defaults(), RecordFormat.json(Alert.class)));
 * }</pre>
 *
 * <p>A batch is staged in a file beside the checkpoint and sent once that is durable, in requests
 * of up to {@link FlumeOptions#sendEvents}, one after the other; the next batch is computed
 * meanwhile, if it waits already. A request that fails, or whose answer is lost, is sent again,
 * with growing, random waits, up to {@link FlumeOptions#patience}; those before it are not. When
 * the process dies meanwhile, the next start sends the batch again, in whole. So each event carries
 * the header {@code millrace-id}, the numbers of its batch and of its row in there, for instance
 * {@code 17-0}, by which a reader can tell; {@code FlumeOptions.withIds("millrace-id", n)} has a
 * {@link FlumeSource} do so.
 *
 * <p>Order: that of the rows, as far as the agent keeps it. The rows of a batch go through the
 * driver. There is no authentication and no encryption. Immutable.
 */
public final class FlumeSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final String host;
  private final int port;
  private final FlumeOptions options;
  private final EventEncoder<T> encoder;

  /** Where batches are staged; empty for beside the checkpoint. */
  private final String staging;

  private FlumeSink(
      String host, int port, FlumeOptions options, EventEncoder<T> encoder, String staging) {
    FlumeSource.checkPort(port);
    if (!host.matches("[A-Za-z0-9._-]+")) {
      throw new ConfigurationException(
          "host must be a name or an IPv4 address, got '" + host + "'");
    }
    this.host = host;
    this.port = port;
    this.options = options;
    this.encoder = encoder;
    this.staging = staging;
  }

  /** Rows that are events. */
  public static FlumeSink<FlumeEvent> events(String host, int port, FlumeOptions options) {
    return new FlumeSink<>(host, port, options, new EventEncoder.Events(), "");
  }

  /** Rows as bodies of events, without headers of their own. */
  public static <T> FlumeSink<T> values(
      String host, int port, FlumeOptions options, RecordFormat<T> format) {
    return new FlumeSink<>(host, port, options, new EventEncoder.Values<>(format), "");
  }

  /**
   * Stages batches below another directory, which has to last as long as the checkpoint does and be
   * there wherever the pipeline is started again. Needed where the checkpoint is not on a disk of
   * this machine.
   */
  public FlumeSink<T> withStaging(Path directory) {
    return new FlumeSink<>(host, port, options, encoder, directory.toString());
  }

  @Override
  public SinkWriter<T> open(SinkContext context) {
    StagedBatches staged = StagedBatches.of(context, staging, "FlumeSink.withStaging");
    return new FlumeSinkWriter<>(encoder, staged, new EventSender(host, port, options));
  }

  @Override
  public Delivery delivery() {
    return Delivery.AT_LEAST_ONCE;
  }

  @Override
  public String toString() {
    return "Flume agent " + host + ":" + port;
  }
}
