package dev.millrace.yaml.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Makes nodes of the text of a document: YAML 1.2, of which JSON is a part. */
final class NodeReader {
  static final int MAX_CHARACTERS = 1 << 20;
  static final int MAX_NODES = 20_000;
  static final int MAX_DEPTH = 30;

  private final String document;
  private final boolean oneLine;
  private final Iterator<Event> events;
  private final Map<Anchor, Node> anchors = new HashMap<>();
  private int nodes;

  private NodeReader(String document, boolean oneLine, Iterator<Event> events) {
    this.document = document;
    this.oneLine = oneLine;
    this.events = events;
  }

  /**
   * @param document its name, for messages
   * @param oneLine whether it is a value in somebody's command, so that places within say nothing
   */
  static Node read(String document, String text, boolean oneLine) {
    Location start = new Location(document, oneLine ? 0 : 1, 1);
    if (text.length() > MAX_CHARACTERS) {
      throw mistake(
          start,
          "expected a document of at most " + MAX_CHARACTERS + " characters, got " + text.length());
    }
    LoadSettings settings = LoadSettings.builder().setLabel(document).build();
    try {
      Iterator<Event> events = new Parse(settings).parseString(spaced(text)).iterator();
      return new NodeReader(document, oneLine, events).document(start);
    } catch (MarkedYamlEngineException e) {
      Location at = e.getProblemMark().map(mark -> location(document, oneLine, mark)).orElse(start);
      throw mistake(at, problem(e.getProblem()));
    } catch (YamlEngineException e) {
      throw mistake(start, problem(e.getMessage()));
    }
  }

  /** JSON may have tabs between its parts, which YAML does not take; JSON's texts have none. */
  private static String spaced(String text) {
    return text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
  }

  private static String problem(String text) {
    return "not YAML: " + (text == null ? "" : text.strip().replaceAll("\\s*\\R\\s*", " "));
  }

  private static Location location(String document, boolean oneLine, Mark mark) {
    return new Location(document, oneLine ? 0 : mark.getLine() + 1, mark.getColumn() + 1);
  }

  private Location location(Event event) {
    Optional<Mark> mark = event.getStartMark();
    return mark.map(at -> location(document, oneLine, at)).orElse(new Location(document, 0, 0));
  }

  private Node document(Location start) {
    events.next();
    Event first = events.next();
    if (first.getEventId() == Event.ID.StreamEnd) {
      throw mistake(start, "the document is empty");
    }
    Node node = node(events.next(), 0);
    events.next();
    Event next = events.next();
    if (next.getEventId() != Event.ID.StreamEnd) {
      throw mistake(location(next), "expected one document, got a second one");
    }
    return node;
  }

  private Node node(Event event, int depth) {
    Location at = location(event);
    if (depth > MAX_DEPTH) {
      throw mistake(at, "expected at most " + MAX_DEPTH + " levels, one within the other");
    }
    Node node;
    if (event instanceof ScalarEvent scalar) {
      requireNoTag(scalar.getTag(), at);
      node = new Node.Scalar(at, scalar.getValue(), scalar.isPlain());
    } else if (event instanceof SequenceStartEvent list) {
      requireNoTag(list.getTag(), at);
      node = list(at, depth);
    } else if (event instanceof MappingStartEvent mapping) {
      requireNoTag(mapping.getTag(), at);
      node = mapping(at, depth);
    } else if (event instanceof AliasEvent alias) {
      node = anchors.get(alias.getAnchor().orElseThrow());
      if (node == null) {
        throw mistake(at, "there is no anchor &" + alias.getAnchor().get() + " before this alias");
      }
      count(node.size(), at);
      return node;
    } else {
      throw mistake(at, "expected a value");
    }
    count(1, at);
    ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
    return node;
  }

  private void count(int more, Location at) {
    nodes += more;
    if (nodes > MAX_NODES) {
      throw mistake(at, "expected at most " + MAX_NODES + " values, aliases written out");
    }
  }

  private static void requireNoTag(Optional<String> tag, Location at) {
    if (tag.isPresent()) {
      throw mistake(at, "expected a value without a tag, got " + tag.get());
    }
  }

  private Node list(Location at, int depth) {
    List<Node> items = new ArrayList<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.SequenceEnd;
        next = events.next()) {
      items.add(node(next, depth + 1));
    }
    return new Node.Sequence(at, items);
  }

  private Node mapping(Location at, int depth) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.MappingEnd;
        next = events.next()) {
      Node key = node(next, depth + 1);
      if (!(key instanceof Node.Scalar name)) {
        throw mistake(key.at(), "expected a key, got " + key.shown());
      }
      Node.Entry before =
          entries.put(name.text(), new Node.Entry(location(next), node(events.next(), depth + 1)));
      if (before != null) {
        throw mistake(
            location(next),
            "the key "
                + name.shown()
                + " stands twice, first in line "
                + before.key().line()
                + "; remove one");
      }
    }
    return new Node.Mapping(at, entries);
  }

  static DocumentException mistake(Location at, String text) {
    return new DocumentException(List.of(new Mistake(at, text)));
  }
}
