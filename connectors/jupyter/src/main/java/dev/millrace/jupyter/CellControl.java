package dev.millrace.jupyter;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * Runs snippets in this JVM, each on a thread of its own, and keeps the value of the last one.
 *
 * <p>To stop a snippet its thread is interrupted. One that does not mind within {@value
 * #GRACE_SECONDS} seconds is left alone: it runs on, but the notebook does too.
 */
final class CellControl extends DirectExecutionControl {
  private static final int GRACE_SECONDS = 3;
  private static final long LOOK_MILLIS = 50;

  private volatile Run running;
  private volatile boolean stopping;
  private Object value;
  private boolean abandoned;

  /** One snippet at work. */
  private static final class Run {
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread thread;
    private Object value;
    private InvocationTargetException thrown;
    private volatile long stopBy;

    Run(Method snippet) {
      thread = new Thread(() -> call(snippet), "cell");
      thread.setDaemon(true);
      thread.setContextClassLoader(snippet.getDeclaringClass().getClassLoader());
      thread.start();
    }

    private void call(Method snippet) {
      try {
        value = snippet.invoke(null);
      } catch (InvocationTargetException e) {
        thrown = e;
      } catch (IllegalAccessException e) {
        thrown = new InvocationTargetException(e);
      } finally {
        done.countDown();
      }
    }

    void stop() {
      stopBy = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
      thread.interrupt();
    }

    /** Whether it came to an end; if not, it did not heed the interrupt. */
    boolean ends() throws InterruptedException {
      while (!done.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (stopBy != 0 && System.nanoTime() - stopBy > 0) {
          return false;
        }
      }
      return true;
    }
  }

  /** Has JShell use this control. */
  ExecutionControlProvider provider() {
    return new ExecutionControlProvider() {
      @Override
      public String name() {
        return "millrace";
      }

      @Override
      public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
        return CellControl.this;
      }
    };
  }

  @Override
  protected String invoke(Method snippet) throws Exception {
    Run run = new Run(snippet);
    running = run;
    if (stopping) {
      run.stop();
    }
    try {
      if (!run.ends()) {
        abandoned = true;
        throw new StoppedException();
      }
    } finally {
      running = null;
    }
    if (run.thrown != null) {
      throw run.thrown;
    }
    value = run.value;
    return "";
  }

  /** A new cell begins, which nobody has asked to stop yet. */
  void begin() {
    stopping = false;
  }

  /** Whether the cell has been asked to stop. */
  boolean isStopping() {
    return stopping;
  }

  /** Between two snippets too: the next one is stopped at once. */
  @Override
  public void stop() {
    stopping = true;
    Run run = running;
    if (run != null) {
      run.stop();
    }
  }

  /** The value of the snippet before, once; null if it has none. */
  Object takeValue() {
    Object taken = value;
    value = null;
    return taken;
  }

  /** Whether the snippet before was left alone; once. */
  boolean takeAbandoned() {
    boolean taken = abandoned;
    abandoned = false;
    return taken;
  }
}
