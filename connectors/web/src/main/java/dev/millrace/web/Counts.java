package dev.millrace.web;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what comes of a feed; written by its thread, read by any. */
final class Counts {
  final AtomicLong connections = new AtomicLong();
  final AtomicLong messages = new AtomicLong();
  final AtomicLong gaps = new AtomicLong();
  final AtomicLong missing = new AtomicLong();
  final AtomicLong repeats = new AtomicLong();

  FeedReport report() {
    return new FeedReport(
        connections.get(), messages.get(), gaps.get(), missing.get(), repeats.get());
  }
}
