package dev.millrace.http.dashboard;

import dev.millrace.core.ConfigurationException;
import java.time.Duration;

/**
 * Settings of a {@link Dashboard}; immutable, made by {@link #defaults} and the {@code with…}
 * methods.
 *
 * @param maxClients how many browsers may look at a time, from 1 to 1,000; default 32
 * @param historyPoints how many points each curve keeps, even, from 2 to 100,000; with more batches
 *     than that a point is of two, four, eight … of them; default 2,000
 * @param pause how long after one update the next may be sent, from 10 ms to 10 s; default 200 ms
 * @param sampledRows how many of the newest predictions are shown, from 0 to 100; default 10
 */
public record DashboardOptions(int maxClients, int historyPoints, Duration pause, int sampledRows) {
  public DashboardOptions {
    check("maxClients", maxClients, 1, 1_000);
    check("historyPoints", historyPoints, 2, 100_000);
    check("pause in milliseconds", pause.toMillis(), 10, 10_000);
    check("sampledRows", sampledRows, 0, 100);
    if (historyPoints % 2 != 0) {
      throw new ConfigurationException("historyPoints must be even, got " + historyPoints);
    }
  }

  public static DashboardOptions defaults() {
    return new DashboardOptions(32, 2_000, Duration.ofMillis(200), 10);
  }

  public DashboardOptions withMaxClients(int to) {
    return new DashboardOptions(to, historyPoints, pause, sampledRows);
  }

  public DashboardOptions withHistoryPoints(int to) {
    return new DashboardOptions(maxClients, to, pause, sampledRows);
  }

  public DashboardOptions withPause(Duration to) {
    return new DashboardOptions(maxClients, historyPoints, to, sampledRows);
  }

  public DashboardOptions withSampledRows(int to) {
    return new DashboardOptions(maxClients, historyPoints, pause, to);
  }

  private static void check(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new ConfigurationException(
          name + " of a dashboard must be from " + least + " to " + most + ", got " + value);
    }
  }
}
