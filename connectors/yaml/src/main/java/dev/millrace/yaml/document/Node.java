package dev.millrace.yaml.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of a document, and where it stands. Immutable; an alias shares the part it stands for. */
sealed interface Node {
  Location at();

  /** How many parts it has, itself included, each alias counted in full. */
  int size();

  /** What it is, for messages. */
  String shown();

  /**
   * A text, or nothing.
   *
   * @param plain whether it stands without quotes, and so may be a number, a boolean or nothing
   */
  record Scalar(Location at, String text, boolean plain) implements Node {
    private static final int SHOWN = 60;

    @Override
    public int size() {
      return 1;
    }

    boolean isNothing() {
      return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }

    @Override
    public String shown() {
      if (isNothing()) {
        return "nothing";
      }
      String line = text.replaceAll("\\p{Cntrl}+", " ");
      return "'" + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line) + "'";
    }
  }

  /** A list. */
  record Sequence(Location at, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public int size() {
      return 1 + items.stream().mapToInt(Node::size).sum();
    }

    @Override
    public String shown() {
      return "a list";
    }
  }

  /** Values by their keys, in order. */
  record Mapping(Location at, Map<String, Entry> entries) implements Node {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public int size() {
      return 1 + entries.values().stream().mapToInt(entry -> entry.value().size()).sum();
    }

    @Override
    public String shown() {
      return "a mapping";
    }

    /** Where the value of a key stands; without it, where the mapping does. */
    Location at(String key) {
      Entry entry = entries.get(key);
      return entry == null ? at : entry.value().at();
    }

    Mapping with(String key, Entry entry) {
      Map<String, Entry> more = new LinkedHashMap<>(entries);
      more.put(key, entry);
      return new Mapping(at, more);
    }
  }

  /** A key's place, and its value. */
  record Entry(Location key, Node value) {}
}
