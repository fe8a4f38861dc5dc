package dev.millrace.core.internal.concurrent;

import java.util.concurrent.ThreadFactory;

/** Makes threads that do not keep the process. */
public final class DaemonThreads {
  private DaemonThreads() {}

  /** Threads of one name. */
  public static ThreadFactory named(String name) {
    return work -> {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
