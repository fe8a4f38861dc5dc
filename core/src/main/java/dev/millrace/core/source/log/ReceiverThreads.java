package dev.millrace.core.source.log;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a source and the sockets they use: who is to end them all keeps them here.
 * Thread-safe.
 */
public final class ReceiverThreads implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(ReceiverThreads.class);
  private static final long JOIN_MILLIS = 10_000;

  private final String name;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private final Set<Closeable> sockets = new HashSet<>();
  private final Set<Thread> threads = new HashSet<>();
  private boolean closed;
  private Exception failure;

  /**
   * @param name the beginning of the threads' names
   */
  public ReceiverThreads(String name) {
    this.name = name;
  }

  /** What a thread does; it ends soon when a socket of its is closed. */
  public interface Work {
    void run() throws IOException, InterruptedException;
  }

  /** Starts a thread, unless all is being closed. */
  public void start(String what, Work work) {
    Thread thread = new Thread(() -> run(work), name + "-" + what);
    thread.setDaemon(true);
    lock.lock();
    try {
      if (!closed) {
        threads.add(thread);
        thread.start();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run(Work work) {
    Exception end = null;
    try {
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end = e;
    } catch (IOException | RuntimeException e) {
      end = e;
    }
    lock.lock();
    try {
      threads.remove(Thread.currentThread());
      if (!closed && failure == null) {
        failure = end;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Has the socket closed with all others; false, and closed, when that has happened already. */
  public boolean register(Closeable socket) throws IOException {
    lock.lock();
    try {
      if (!closed) {
        sockets.add(socket);
        return true;
      }
    } finally {
      lock.unlock();
    }
    socket.close();
    return false;
  }

  /** The socket's user is done with it. */
  public void release(Closeable socket) throws IOException {
    lock.lock();
    try {
      sockets.remove(socket);
    } finally {
      lock.unlock();
    }
    socket.close();
  }

  /** Waits, but not beyond the close; whether that came. */
  public boolean pause(Duration duration) throws InterruptedException {
    lock.lock();
    try {
      long left = duration.toNanos();
      while (!closed && left > 0) {
        left = closing.awaitNanos(left);
      }
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Whether all is being ended. */
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** What ended a thread that should have gone on; null when all is well. */
  public Exception failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  /** Ends all threads and waits until they have. */
  @Override
  public void close() throws IOException {
    List<Closeable> open;
    List<Thread> running;
    lock.lock();
    try {
      closed = true;
      closing.signalAll();
      open = new ArrayList<>(sockets);
      running = new ArrayList<>(threads);
    } finally {
      lock.unlock();
    }
    for (Closeable socket : open) {
      socket.close();
    }
    for (Thread thread : running) {
      join(thread);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.warn("{} has not ended", thread.getName());
    }
  }
}
