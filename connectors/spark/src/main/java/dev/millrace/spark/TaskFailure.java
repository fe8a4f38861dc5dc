package dev.millrace.spark;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;

/** A task's failure on its way to the driver: in which partition, and why. */
final class TaskFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int partition;

  TaskFailure(int partition, Throwable cause) {
    super("partition " + partition + ": " + cause, transportable(cause));
    this.partition = partition;
  }

  int partition() {
    return partition;
  }

  /** The cause itself, or one that says the same if it cannot be sent. */
  private static Throwable transportable(Throwable cause) {
    try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
      out.writeObject(cause);
      return cause;
    } catch (IOException | RuntimeException e) {
      RuntimeException described = new RuntimeException(cause.toString());
      described.setStackTrace(cause.getStackTrace());
      described.addSuppressed(e);
      return described;
    }
  }
}
