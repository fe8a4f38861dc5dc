package dev.millrace.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Hands what a connection's threads receive to the thread of the feed. Bounded by those asking the
 * other side for no more than has been taken.
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
   * Takes the next one.
   *
   * @return empty when nothing came within {@code patience}
   * @throws IOException when the connection has ended
   */
  Optional<T> poll(Duration patience) throws IOException, InterruptedException {
    Item<T> item = items.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    if (item == null) {
      return Optional.empty();
    } else if (item.end() != null) {
      throw new IOException(item.end().getMessage(), item.end());
    }
    return Optional.of(item.value());
  }
}
