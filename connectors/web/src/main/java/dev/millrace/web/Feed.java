package dev.millrace.web;

import dev.millrace.core.source.log.LogFrames;
import dev.millrace.core.source.log.ReceiverThreads;
import dev.millrace.core.source.log.WriteAheadLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a connection to a feed, and writes what comes to the log. */
final class Feed implements ReceiverThreads.Work {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  private final String name;
  private final FeedOptions options;
  private final Line.Dialer dialer;
  private final Sequences sequences;
  private final WriteAheadLog log;
  private final ReceiverThreads threads;
  private final Counts counts;
  private final LogFrames frames = new LogFrames();
  private String lastId = "";

  /** What the feed asked for of late. */
  private Duration asked = Duration.ZERO;

  /**
   * @param name of the feed, for messages
   */
  Feed(
      String name,
      FeedOptions options,
      Line.Dialer dialer,
      Sequences sequences,
      WriteAheadLog log,
      ReceiverThreads threads,
      Counts counts) {
    this.name = name;
    this.options = options;
    this.dialer = dialer;
    this.sequences = sequences;
    this.log = log;
    this.threads = threads;
    this.counts = counts;
  }

  /** Goes on where the log ends. */
  void remember(Message message) {
    lastId = message.id();
    sequences.remember(message);
  }

  @Override
  public void run() throws InterruptedException {
    Duration wait = options.firstRetry();
    boolean warned = false;
    while (!threads.isClosed()) {
      long before = counts.messages.get();
      try (Line line = dialer.dial(lastId)) {
        if (threads.register(line)) {
          LOG.info("connected to {}", name);
          counts.connections.incrementAndGet();
          receive(line);
        }
      } catch (IOException e) {
        if (!threads.isClosed() && !warned) {
          LOG.warn("{}: {}; trying again", name, e.getMessage());
          warned = true;
        }
      }
      if (counts.messages.get() > before) {
        wait = options.firstRetry();
        warned = false;
      }
      if (threads.pause(asked.compareTo(wait) > 0 ? shorter(asked, options.lastRetry()) : wait)) {
        return;
      }
      wait = shorter(wait.multipliedBy(2), options.lastRetry());
    }
  }

  private void receive(Line line) throws IOException, InterruptedException {
    try {
      while (!threads.isClosed()) {
        take(line.receive(options.heartbeat()));
      }
    } finally {
      asked = line.retry().orElse(Duration.ZERO);
      threads.release(line);
    }
  }

  private void take(List<Message> messages) throws InterruptedException {
    frames.clear();
    for (Message message : messages) {
      for (Message next : sequences.follow(message)) {
        byte[] record = next.logged();
        if (next.isTooLong()) {
          frames.addTooLong(record, 0, record.length);
        } else {
          frames.add(record, 0, record.length);
        }
      }
    }
    if (frames.records() > 0) {
      append();
    }
    if (!messages.isEmpty()) {
      lastId = messages.get(messages.size() - 1).id();
    }
  }

  private void append() throws InterruptedException {
    try {
      if (log.append(frames)) {
        counts.messages.addAndGet(frames.records());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to the log: " + e.getMessage(), e);
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
