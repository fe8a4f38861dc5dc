package dev.millrace.kafka;

import dev.millrace.core.ConfigurationException;
import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which topics a source reads: those named, or all whose whole name matches a pattern; topics of
 * Kafka's own, {@code __…}, never match.
 *
 * @param names the topics, without duplicates; empty with a pattern
 * @param pattern a regular expression as of {@link Pattern}; empty with names
 */
public record KafkaTopics(List<String> names, String pattern) implements Serializable {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  public KafkaTopics {
    names = names.stream().distinct().toList();
    if (names.isEmpty() == pattern.isEmpty()) {
      throw new ConfigurationException(
          "expected names of topics or a pattern, got " + names + " and '" + pattern + "'");
    }
    names.forEach(KafkaTopics::checkName);
    compile(pattern);
  }

  /** These topics, which have to be there when the pipeline starts. */
  public static KafkaTopics named(String... names) {
    return new KafkaTopics(List.of(names), "");
  }

  /** Every topic whose whole name matches, those that come later too. */
  public static KafkaTopics matching(String pattern) {
    return new KafkaTopics(List.of(), pattern);
  }

  static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new ConfigurationException(
          "'" + name + "' is no name of a topic; expected " + NAME.pattern());
    }
  }

  Pattern compiled() {
    return compile(pattern);
  }

  private static Pattern compile(String pattern) {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new ConfigurationException(
          "'" + pattern + "' is no regular expression: " + e.getDescription(), e);
    }
  }

  @Override
  public String toString() {
    return names.isEmpty() ? "matching '" + pattern + "'" : String.join(", ", names);
  }
}
