package dev.millrace.core.internal.runtime;

import java.util.ArrayList;
import java.util.List;

/** What user code may do to the process it runs in. */
enum Fault {
  NONE {
    @Override
    void strike() {}
  },
  THROW {
    @Override
    void strike() {
      throw new IllegalStateException("struck");
    }
  },
  HANG {
    @Override
    void strike() {
      while (true) {
        Thread.onSpinWait();
      }
    }
  },
  OUT_OF_MEMORY {
    @Override
    void strike() {
      hoard(1 << 28);
    }
  },
  /** Leaves so little that anybody may be the one who runs out. */
  LEAK {
    @Override
    void strike() {
      hoard(1 << 10);
    }
  },
  STACK_OVERFLOW {
    @Override
    @SuppressWarnings("InfiniteRecursion")
    void strike() {
      strike();
    }
  };

  /** Of the squares that are counted; in the middle of a run of 3,000. */
  private static final long FROM = 1_500L * 1_500L;

  private static final List<byte[]> HOARD = new ArrayList<>();

  abstract void strike();

  boolean passes(long square) {
    if (square > FROM) {
      strike();
    }
    return true;
  }

  private static void hoard(int bytes) {
    synchronized (HOARD) {
      for (int i = 0; i < 1_000; i++) {
        HOARD.add(new byte[bytes]);
      }
    }
  }
}
