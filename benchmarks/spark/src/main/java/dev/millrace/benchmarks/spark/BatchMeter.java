package dev.millrace.benchmarks.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.streaming.scheduler.BatchInfo;
import org.apache.spark.streaming.scheduler.StreamingListener;
import org.apache.spark.streaming.scheduler.StreamingListenerBatchCompleted;
import org.apache.spark.streaming.scheduler.StreamingListenerOutputOperationCompleted;

/** Takes down what Spark Streaming itself says that its batches took. */
final class BatchMeter implements StreamingListener {
  private static final long PATIENCE_MINUTES = 10;

  private final Load load;
  private final List<Run.BatchTime> times = new ArrayList<>();
  private final CountDownLatch done;
  private String failure = "";

  BatchMeter(Load load) {
    this.load = load;
    this.done = new CountDownLatch(load.allBatches());
  }

  @Override
  public synchronized void onBatchCompleted(StreamingListenerBatchCompleted completed) {
    BatchInfo batch = completed.batchInfo();
    long end = (Long) batch.processingEndTime().get();
    times.add(
        new Run.BatchTime(
            (Long) batch.processingDelay().get(), end - batch.batchTime().milliseconds()));
    done.countDown();
  }

  @Override
  public synchronized void onOutputOperationCompleted(
      StreamingListenerOutputOperationCompleted completed) {
    if (completed.outputOperationInfo().failureReason().isDefined()) {
      failure = completed.outputOperationInfo().failureReason().get();
    }
  }

  /** Waits for all batches of the load; gives those that count. */
  List<Run.BatchTime> await() throws InterruptedException, TimeoutException {
    if (!done.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      throw new TimeoutException("batches of " + load + " take longer than they should");
    }
    synchronized (this) {
      if (!failure.isEmpty()) {
        throw new IllegalStateException(failure);
      }
      return List.copyOf(times.subList(load.warmUp(), load.allBatches()));
    }
  }
}
