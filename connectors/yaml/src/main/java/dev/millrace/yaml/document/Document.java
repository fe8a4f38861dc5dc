package dev.millrace.yaml.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/**
 * A YAML or JSON document, read and not yet understood. Immutable.
 *
 * <pre>{@code
 * record Point(@Key("To the right.") double x, @Key("Upwards.") double y) {}
 *
 * Point point = Document.of("point.yaml", "{x: 1, y: 2}").bind(Point.class, Kinds.none());
 * }</pre>
 *
 * <p>YAML is that of version 1.2: {@code no} is a text. A document holds at most 1 MiB, 20,000
 * values with aliases written out, and 30 levels. Texts may hold {@code ${env:NAME}}, which stands
 * for an environment variable, whose value no message shows.
 */
public final class Document {
  private final String name;
  private final Node root;
  private final Function<String, String> environment;

  private Document(String name, Node root, Function<String, String> environment) {
    this.name = name;
    this.root = root;
    this.environment = environment;
  }

  /**
   * Reads a file.
   *
   * @throws DocumentException if it is no YAML, or too large
   * @throws IOException if it cannot be read
   */
  public static Document read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(NodeReader.MAX_CHARACTERS + 1);
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return of(file.toString(), text);
    } catch (CharacterCodingException e) {
      throw new DocumentException(
          List.of(new Mistake(new Location(file.toString(), 1, 1), "not UTF-8 text, or too long")),
          e);
    }
  }

  /**
   * Reads a text.
   *
   * @param name for messages
   * @throws DocumentException if it is no YAML, or too large
   */
  public static Document of(String name, String text) {
    return new Document(name, NodeReader.read(name, text, false), System::getenv);
  }

  /** With other variables than those of the process; null for one that is not set. */
  public Document withEnvironment(Function<String, String> variables) {
    return new Document(name, root, variables);
  }

  /** The name, for messages. */
  public String name() {
    return name;
  }

  /**
   * With another value at a path.
   *
   * @param option who says so, for messages: {@code --set trigger}
   * @param path keys, and numbers of items from 0 on, with dots between
   * @param value as it would be written
   * @throws DocumentException if the path leads through a text, or the value is no YAML
   */
  public Document with(String option, String path, String value) {
    Node node = NodeReader.read(option, value, true);
    return new Document(
        name, set(root, path.split("\\.", -1), 0, node, new Location(option, 0, 0)), environment);
  }

  private static Node set(Node in, String[] path, int depth, Node value, Location at) {
    if (depth == path.length) {
      return value;
    }
    String key = path[depth];
    if (in instanceof Node.Mapping mapping) {
      Node.Entry old = mapping.entries().get(key);
      Node child = old == null ? new Node.Mapping(at, new LinkedHashMap<>()) : old.value();
      return mapping.with(key, new Node.Entry(at, set(child, path, depth + 1, value, at)));
    }
    if (in instanceof Node.Sequence list && key.matches("\\d{1,9}")) {
      int index = Integer.parseInt(key);
      if (index < list.items().size()) {
        List<Node> items = new ArrayList<>(list.items());
        items.set(index, set(items.get(index), path, depth + 1, value, at));
        return new Node.Sequence(list.at(), items);
      }
    }
    String parent = depth == 0 ? "the document" : String.join(".", List.of(path).subList(0, depth));
    throw NodeReader.mistake(
        at,
        in instanceof Node.Sequence list
            ? parent + " has items 0 to " + (list.items().size() - 1) + ", got '" + key + "'"
            : parent + " is " + in.shown() + ", so it has no '" + key + "'; set it as a whole");
  }

  /**
   * Makes a record of the document.
   *
   * @throws DocumentException with all mistakes
   */
  public <T extends Record> T bind(Class<T> type, Kinds kinds) {
    Binder binder = new Binder(kinds, environment);
    Object value = binder.bind(root, type, null, "");
    if (!binder.mistakes().isEmpty()) {
      throw new DocumentException(binder.mistakes());
    }
    return type.cast(value);
  }

  /**
   * What to throw where a value that can be read cannot be meant.
   *
   * @param path as of {@link #with}
   * @param text what was expected, what was found, and what to do
   */
  public DocumentException mistake(String path, String text) {
    return mistake(path, text, null);
  }

  /** As {@link #mistake(String, String)}, with its cause. */
  public DocumentException mistake(String path, String text, Throwable cause) {
    return new DocumentException(
        List.of(new Mistake(location(path), path.isEmpty() ? text : path + ": " + text)), cause);
  }

  /** The place of the last part of a path that is there. */
  private Location location(String path) {
    Location at = root.at();
    Node node = root;
    String rest = path;
    while (!rest.isEmpty()) {
      if (node instanceof Node.Mapping mapping) {
        String key = longestKey(mapping, rest);
        if (key == null) {
          return at;
        }
        node = mapping.entries().get(key).value();
        rest = rest.substring(Math.min(rest.length(), key.length() + 1));
      } else if (node instanceof Node.Sequence list) {
        String index = rest.split("\\.", 2)[0];
        if (!index.matches("\\d{1,9}") || Integer.parseInt(index) >= list.items().size()) {
          return at;
        }
        node = list.items().get(Integer.parseInt(index));
        rest = rest.substring(Math.min(rest.length(), index.length() + 1));
      } else {
        return at;
      }
      at = node.at();
    }
    return at;
  }

  /** Names may hold dots themselves. */
  private static String longestKey(Node.Mapping mapping, String path) {
    return mapping.entries().keySet().stream()
        .filter(key -> path.equals(key) || path.startsWith(key + "."))
        .max(Comparator.comparingInt(String::length))
        .orElse(null);
  }
}
