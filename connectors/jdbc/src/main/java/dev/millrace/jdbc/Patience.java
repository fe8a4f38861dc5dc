package dev.millrace.jdbc;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bears with a database that is away, for a while. Used by one thread.
 *
 * @param <E> what is thrown in the end
 */
final class Patience<E extends RuntimeException> {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final long PAUSE_MILLIS = 100;

  private final JdbcOptions options;
  private final BiFunction<String, Throwable, E> exception;

  /** Since when the database has been away; negative while it is not. */
  private long sinceNanos = -1;

  Patience(JdbcOptions options, BiFunction<String, Throwable, E> exception) {
    this.options = options;
    this.exception = exception;
  }

  /** Something that asks the database. */
  interface Call<T> {
    T call() throws Exception;
  }

  /**
   * Calls until that succeeds.
   *
   * @param what is tried, for the message
   */
  <T> T await(String what, Call<T> call) throws Exception {
    while (true) {
      try {
        T result = call.call();
        over();
        return result;
      } catch (SQLException e) {
        bear(what, e);
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  /** The database has answered. */
  void over() {
    sinceNanos = -1;
  }

  /** Returns if the same may be tried again. */
  void bear(String what, SQLException failure) {
    long now = System.nanoTime();
    if (!Failures.isPassing(failure)) {
      throw failed(what, failure, "");
    } else if (sinceNanos < 0) {
      sinceNanos = now;
      LOG.warn("{}", message(what, failure, "; waiting up to " + options.patience()));
    } else if (now - sinceNanos > options.patience().toNanos()) {
      throw failed(what, failure, "; nothing is lost, start again when the database is back");
    }
  }

  E failed(String what, SQLException failure, String remedy) {
    Throwable cause = Secrets.isIn(failure, options.properties()) ? null : failure;
    return exception.apply(message(what, failure, remedy), cause);
  }

  private String message(String what, SQLException failure, String remedy) {
    String reason = Secrets.mask(Failures.line(failure), options.properties());
    return what + " in " + options.database() + " failed: " + reason + remedy;
  }
}
