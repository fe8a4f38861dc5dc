package dev.millrace.alert;

import dev.millrace.core.Batch;
import dev.millrace.core.alert.AlertMessage;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import dev.millrace.core.sink.StagedBatches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/** Stages messages in files and has them told, in order, once their batch is committed. */
final class AlertSinkWriter implements SinkWriter<AlertMessage> {
  private final StagedBatches staged;
  private final Retrying courier;

  /** How many messages of a batch that is not done yet were told by this process. */
  private int told;

  private long toldOf = -1;

  private AlertSinkWriter(StagedBatches staged, Retrying courier) {
    this.staged = staged;
    this.courier = courier;
  }

  static AlertSinkWriter open(
      SinkContext context, Courier courier, RetryOptions retry, String staging, String option) {
    return new AlertSinkWriter(
        StagedBatches.of(context, staging, option),
        new Retrying(courier, retry, RandomGenerator.getDefault(), Retrying.Pauses.REAL));
  }

  @Override
  public void stage(long batchId, Batch<AlertMessage> batch) throws IOException {
    List<AlertMessage> messages = batch.collect();
    if (!messages.isEmpty()) {
      staged.write(batchId, List.of(StagedMessages.write(messages)));
    }
  }

  @Override
  public void publish(long batchId) throws Exception {
    staged.publish(batchId, this::tell);
  }

  private void tell(long batchId, Path file) throws IOException {
    if (toldOf != batchId) {
      toldOf = batchId;
      told = 0;
    }
    List<AlertMessage> messages = StagedMessages.read(file);
    for (AlertMessage message : messages.subList(told, messages.size())) {
      courier.deliver(message);
      told++;
    }
    toldOf = -1;
  }

  @Override
  public void discard(long firstBatchId) throws IOException {
    staged.discard(firstBatchId);
  }
}
