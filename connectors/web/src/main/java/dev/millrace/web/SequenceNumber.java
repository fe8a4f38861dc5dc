package dev.millrace.web;

import java.util.Objects;
import java.util.Optional;

/**
 * Where a message stands in its sequence; the next one has the next number.
 *
 * @param sequence whose number it is: a channel, a symbol; empty if the feed has one sequence
 */
public record SequenceNumber(String sequence, long number) {
  public SequenceNumber {
    Objects.requireNonNull(sequence, "sequence");
  }

  /** Finds the number in a message. */
  @FunctionalInterface
  public interface Extractor {
    /**
     * @return empty for a message without one; what is thrown counts as that
     */
    Optional<SequenceNumber> extract(String message) throws Exception;
  }

  /** Fetches messages that the feed has skipped, elsewhere. */
  @FunctionalInterface
  public interface Refill {
    /**
     * @param from the first number that is missing
     * @param until the number after the last one
     * @return messages as the feed would have sent them, in order; those that cannot be had are
     *     left out
     */
    Iterable<String> fetch(String sequence, long from, long until) throws Exception;
  }
}
