package dev.millrace.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the numbers of messages: what came before is dropped, what was skipped is fetched if
 * somebody can, and counted if not. Used by one thread.
 */
final class Sequences {
  private static final Logger LOG = LoggerFactory.getLogger(Sequences.class);

  /** A sequence that starts with a number up to this one is a new one. */
  private static final long FIRST = 1;

  private final Optional<SequenceNumber.Extractor> extractor;
  private final Optional<SequenceNumber.Refill> refill;
  private final Counts counts;
  private final Map<String, Long> last = new HashMap<>();

  Sequences(
      Optional<SequenceNumber.Extractor> extractor,
      Optional<SequenceNumber.Refill> refill,
      Counts counts) {
    this.extractor = extractor;
    this.refill = refill;
    this.counts = counts;
  }

  /** A message of an earlier run, found in the log. */
  void remember(Message message) {
    number(message).ifPresent(number -> last.put(number.sequence(), number.number()));
  }

  /** What is to be logged now that {@code message} has come. */
  List<Message> follow(Message message) {
    Optional<SequenceNumber> found = number(message);
    if (found.isEmpty()) {
      return List.of(message);
    }
    SequenceNumber number = found.get();
    Long before = last.get(number.sequence());
    if (before != null && number.number() <= before && number.number() > FIRST) {
      counts.repeats.incrementAndGet();
      return List.of();
    }
    List<Message> messages = new ArrayList<>();
    if (before != null && number.number() <= before) {
      LOG.warn("the sequence '{}' begins anew after {}", number.sequence(), before);
    } else if (before != null && number.number() > before + 1) {
      messages.addAll(skipped(message, number.sequence(), before + 1, number.number()));
    }
    last.put(number.sequence(), number.number());
    messages.add(message);
    return messages;
  }

  private List<Message> skipped(Message next, String sequence, long from, long until) {
    counts.gaps.incrementAndGet();
    List<Message> fetched = new ArrayList<>();
    if (refill.isPresent()) {
      try {
        for (String text : refill.get().fetch(sequence, from, until)) {
          fetched.add(next.withContent(text.getBytes(StandardCharsets.UTF_8)));
        }
      } catch (Exception e) {
        LOG.warn("messages {} to {} of '{}' cannot be fetched: {}", from, until - 1, sequence, e);
      }
    }
    long missing = Math.max(0, until - from - fetched.size());
    counts.missing.addAndGet(missing);
    LOG.warn(
        "the sequence '{}' skips {} to {}; {} of these messages are missing",
        sequence,
        from,
        until - 1,
        missing);
    return fetched;
  }

  private Optional<SequenceNumber> number(Message message) {
    if (extractor.isEmpty() || message.isTooLong()) {
      return Optional.empty();
    }
    try {
      return extractor.get().extract(message.text());
    } catch (Exception e) {
      return Optional.empty();
    }
  }
}
