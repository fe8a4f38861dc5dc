package dev.millrace.hadoop;

import dev.millrace.core.ConfigurationException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;

/** How long a lock lasts that is not renewed. */
record LockLease(Duration length) {
  private static final Duration STANDARD = Duration.ofSeconds(60);
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  LockLease {
    if (length.compareTo(SHORTEST) < 0) {
      throw new ConfigurationException(
          HadoopStorage.LOCK_LEASE + " must be at least 1s, got " + length.toMillis() + "ms");
    }
  }

  static LockLease of(Configuration configuration) {
    return new LockLease(
        Duration.ofMillis(
            configuration.getTimeDuration(
                HadoopStorage.LOCK_LEASE, STANDARD.toMillis(), TimeUnit.MILLISECONDS)));
  }

  Duration renewal() {
    return length.dividedBy(4);
  }

  /** Waits a little before the lock is looked at again. */
  void pause() throws InterruptedIOException {
    try {
      Thread.sleep(length.dividedBy(40).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a lock");
    }
  }
}
