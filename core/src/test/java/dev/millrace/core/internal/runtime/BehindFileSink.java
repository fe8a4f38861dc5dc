package dev.millrace.core.internal.runtime;

import dev.millrace.core.Batch;
import dev.millrace.core.sink.ConcurrentSinkWriter;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Files as {@link BatchFileSink}'s that are published, none too fast, while the next batch is under
 * way; and if {@code -DholdAt} names a {@link Hold}, it holds the third of these publications there
 * for ever, and prints {@value #HELD}.
 */
final class BehindFileSink<T> implements Sink<T> {
  static final String HELD = "held";

  private static final long serialVersionUID = 1L;
  private static final int HELD_PUBLICATION = 3;
  private static final long NANOS = 2_000_000;

  private final BatchFileSink<T> files;
  private final String directory;
  private final String checkpoint;

  BehindFileSink(Path directory, Path checkpoint) {
    this.files = new BatchFileSink<>(directory);
    this.directory = directory.toString();
    this.checkpoint = checkpoint.toString();
  }

  /** A moment at which a process is to be killed. */
  enum Hold {
    /** Nothing of the batch is published, and the next one is not committed. */
    NEXT_IS_STAGED,
    /** Nothing of the batch is published, and the next one is committed. */
    NEXT_IS_COMMITTED,
    /** The batch is published, which nobody was told, and the next one is committed. */
    IS_PUBLISHED;

    static Optional<Hold> fromProperties() {
      return Optional.ofNullable(System.getProperty("holdAt")).map(Hold::valueOf);
    }
  }

  @Override
  public SinkWriter<T> open(SinkContext context) throws IOException {
    return new Writer<>(files.open(context), Path.of(directory), Path.of(checkpoint));
  }

  @Override
  public Delivery delivery() {
    return files.delivery();
  }

  private static final class Writer<T> implements ConcurrentSinkWriter<T> {
    private final SinkWriter<T> files;
    private final Path directory;
    private final Path checkpoint;
    private final Optional<Hold> hold = Hold.fromProperties();
    private int publicationsBehind;

    Writer(SinkWriter<T> files, Path directory, Path checkpoint) {
      this.files = files;
      this.directory = directory;
      this.checkpoint = checkpoint;
    }

    @Override
    public void stage(long batchId, Batch<T> batch) throws Exception {
      files.stage(batchId, batch);
    }

    @Override
    public void publish(long batchId) throws Exception {
      if (Thread.currentThread().getName().startsWith("millrace-publish")) {
        publicationsBehind++;
        LockSupport.parkNanos(NANOS);
      }
      if (hold.isEmpty() || publicationsBehind < HELD_PUBLICATION) {
        files.publish(batchId);
      } else {
        hold(hold.get(), batchId);
      }
    }

    private void hold(Hold at, long batchId) throws Exception {
      switch (at) {
        case NEXT_IS_STAGED -> awaitFile(BatchFileSink.staged(directory, batchId + 1));
        case NEXT_IS_COMMITTED -> awaitCommit(batchId + 1);
        case IS_PUBLISHED -> {
          files.publish(batchId);
          awaitCommit(batchId + 1);
        }
      }
      System.out.println(HELD);
      new CountDownLatch(1).await();
    }

    private void awaitCommit(long batchId) {
      awaitFile(checkpoint.resolve("ckpt-%020d".formatted(batchId)));
    }

    private static void awaitFile(Path file) {
      while (!Files.exists(file)) {
        LockSupport.parkNanos(NANOS);
      }
    }

    @Override
    public void discard(long firstBatchId) throws Exception {
      files.discard(firstBatchId);
    }
  }
}
