package dev.millrace.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text format 0.0.4 of Prometheus as its documentation defines it, and refuses all else:
 * types that come twice or late, families that are torn apart, series that come twice, histograms
 * whose buckets do not add up.
 */
final class Scrape {
  private static final Pattern HELP = Pattern.compile("# HELP ([a-zA-Z_:][\\w:]*) (.*)");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE ([a-zA-Z_:][\\w:]*) (counter|gauge|histogram|summary|untyped)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? (\\S+)(?: -?\\d+)?");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(?:,|$)");

  private final Map<String, String> types = new LinkedHashMap<>();
  private final List<Sample> samples = new ArrayList<>();

  /** A line of numbers. */
  record Sample(String name, Map<String, String> labels, double value) {}

  private Scrape() {}

  static Scrape parse(String text) {
    assertTrue(text.endsWith("\n"), "the last line ends");
    Scrape scrape = new Scrape();
    String family = "";
    Set<String> closed = new HashSet<>();
    for (String line : text.lines().toList()) {
      Matcher help = HELP.matcher(line);
      Matcher type = TYPE.matcher(line);
      if (help.matches() || type.matches()) {
        String name = help.matches() ? help.group(1) : type.group(1);
        if (!name.equals(family)) {
          closed.add(family);
          family = name;
        }
        assertFalse(closed.contains(name), "torn apart: " + line);
        if (type.matches()) {
          assertEquals(null, scrape.types.put(name, type.group(2)), line);
        }
      } else {
        Sample sample = sample(line);
        assertTrue(isOf(sample.name(), family, scrape.types.get(family)), line);
        scrape.samples.add(sample);
      }
    }
    scrape.check();
    return scrape;
  }

  private static boolean isOf(String name, String family, String type) {
    assertNotNull(type, family + " has no type");
    return switch (type) {
      case "histogram" ->
          Set.of(family + "_bucket", family + "_sum", family + "_count").contains(name);
      case "summary" -> Set.of(family, family + "_sum", family + "_count").contains(name);
      default -> name.equals(family);
    };
  }

  private static Sample sample(String line) {
    Matcher matcher = SAMPLE.matcher(line);
    assertTrue(matcher.matches(), "not a sample: " + line);
    Map<String, String> labels = new TreeMap<>();
    String text = matcher.group(2) == null ? "" : matcher.group(2);
    Matcher label = LABEL.matcher(text);
    int end = 0;
    while (end < text.length()) {
      assertTrue(label.find(end) && label.start() == end, "not labels: " + line);
      assertEquals(null, labels.put(label.group(1), label.group(2)), line);
      end = label.end();
    }
    return new Sample(matcher.group(1), labels, number(matcher.group(3)));
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private void check() {
    Set<String> series = new HashSet<>();
    Map<String, Double> counts = new HashMap<>();
    Map<String, Double> last = new HashMap<>();
    for (Sample sample : samples) {
      assertTrue(series.add(sample.name() + sample.labels()), "twice: " + sample);
      if (sample.name().endsWith("_total")) {
        assertTrue(sample.value() >= 0, sample.toString());
      }
      if (sample.name().endsWith("_bucket")) {
        Map<String, String> without = new TreeMap<>(sample.labels());
        String bound = without.remove("le");
        String of = sample.name().replaceAll("_bucket$", "") + without;
        assertTrue(sample.value() >= last.getOrDefault(of, 0.0), "not cumulative: " + sample);
        last.put(of, sample.value());
        if (bound.equals("+Inf")) {
          counts.put(of, sample.value());
        }
      }
    }
    for (Sample sample : samples) {
      String of = sample.name().replaceAll("_count$", "") + sample.labels();
      if (sample.name().endsWith("_count") && last.containsKey(of)) {
        assertEquals(counts.get(of), sample.value(), "the last bucket has all: " + sample);
      }
    }
  }

  /** All names of samples. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    samples.forEach(sample -> names.add(sample.name()));
    return names;
  }

  /** The names of labels of all samples. */
  Set<String> labels() {
    Set<String> labels = new TreeSet<>();
    samples.forEach(sample -> labels.addAll(sample.labels().keySet()));
    return labels;
  }

  int size() {
    return samples.size();
  }

  /**
   * The value of the only series of a name that has these labels, given as name and value in turn.
   */
  double value(String name, String... labels) {
    List<Sample> found =
        samples.stream().filter(one -> one.name().equals(name) && has(one, labels)).toList();
    assertEquals(1, found.size(), name + List.of(labels) + ": " + found);
    return found.get(0).value();
  }

  private static boolean has(Sample sample, String... labels) {
    for (int i = 0; i < labels.length; i += 2) {
      if (!labels[i + 1].equals(sample.labels().get(labels[i]))) {
        return false;
      }
    }
    return true;
  }
}
