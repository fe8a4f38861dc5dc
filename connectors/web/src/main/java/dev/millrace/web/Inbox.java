package dev.millrace.web;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Hands what a connection's threads receive to the thread of the feed. Bounded by those asking the
 * other side for no more than has been taken. One thread takes.
 *
 * @param <T> what is received
 */
final class Inbox<T> {
  /** One of the two is there. */
  private record Item<T>(T value, IOException end) {}

  private final BlockingQueue<Item<T>> items = new LinkedBlockingQueue<>();

  void put(T value) {
    items.add(new Item<>(value, null));
  }

  /** Nothing more comes. */
  void end(String reason, Throwable cause) {
    items.add(new Item<>(null, new IOException(reason, cause)));
  }

  /**
   * Takes what is there, one at the least.
   *
   * @return empty when nothing came within {@code patience}
   * @throws IOException when the connection has ended, and all that came before is taken
   */
  List<T> poll(Duration patience) throws IOException, InterruptedException {
    Item<T> item = items.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    if (item != null && item.end() != null) {
      throw new IOException(item.end().getMessage(), item.end());
    }
    List<T> values = new ArrayList<>();
    while (item != null) {
      values.add(item.value());
      Item<T> next = items.peek();
      item = next == null || next.end() != null ? null : items.poll();
    }
    return values;
  }
}
