package dev.millrace.core.state;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a codec of the text that {@link StateCodec#layout} gave.
 *
 * <pre>{@code
 * layout = word | list(layout) | optional(layout) | pair(layout,layout)
 *        | record(name:layout,name:layout…)
 *        | timed(value) | pane(accumulator) | process(state) | process(state,waiting)
 *        | join(left,right)
 * }</pre>
 *
 * <p>The last two lines are what operators over event time keep.
 */
final class LayoutParser {
  private static final int MAX_DEPTH = 64;

  private final String text;
  private int at;
  private int depth;

  private LayoutParser(String text) {
    this.text = text;
  }

  static Optional<StateCodec<Object>> parse(String layout) {
    LayoutParser parser = new LayoutParser(layout);
    try {
      StateCodec<Object> codec = parser.layout();
      return parser.at == layout.length() ? Optional.of(codec) : Optional.empty();
    } catch (UnknownLayoutException e) {
      return Optional.empty();
    }
  }

  private static final class UnknownLayoutException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private StateCodec<Object> layout() throws UnknownLayoutException {
    if (++depth > MAX_DEPTH) {
      throw new UnknownLayoutException();
    }
    int from = at;
    String word = word();
    StateCodec<?> codec =
        switch (word) {
          case "utf8" -> StateCodecs.string();
          case "i32" -> StateCodecs.int32();
          case "i64" -> StateCodecs.int64();
          case "f32" -> StateCodecs.float32();
          case "f64" -> StateCodecs.float64();
          case "bool" -> StateCodecs.bool();
          case "instant" -> StateCodecs.instant();
          case "bytes" -> StateCodecs.bytes();
          case "enum", "json" -> new TextOfLayout(word, StateCodecs.string());
          case "list" -> StateCodecs.list(only());
          case "optional" -> StateCodecs.optional(only());
          case "pair" -> pair();
          case "record" -> map(from, record());
          case "timed" -> map(from, timed());
          case "pane" -> map(from, pane());
          case "process" -> map(from, process());
          case "join" -> map(from, join());
          default -> throw new UnknownLayoutException();
        };
    depth--;
    return any(codec);
  }

  private StateCodec<Object> only() throws UnknownLayoutException {
    expect('(');
    StateCodec<Object> codec = layout();
    expect(')');
    return codec;
  }

  private StateCodec<?> pair() throws UnknownLayoutException {
    expect('(');
    StateCodec<Object> keys = layout();
    expect(',');
    StateCodec<Object> values = layout();
    expect(')');
    return StateCodecs.pair(keys, values);
  }

  private StateCodec<?> map(int from, Map<String, StateCodec<Object>> components) {
    return new MapCodec(text.substring(from, at), components);
  }

  private Map<String, StateCodec<Object>> record() throws UnknownLayoutException {
    Map<String, StateCodec<Object>> components = new LinkedHashMap<>();
    char next = '(';
    while (next != ')') {
      expect(next);
      String name = word();
      expect(':');
      if (components.put(name, layout()) != null) {
        throw new UnknownLayoutException();
      }
      next = at < text.length() && text.charAt(at) == ')' ? ')' : ',';
    }
    expect(')');
    return components;
  }

  private Map<String, StateCodec<Object>> timed() throws UnknownLayoutException {
    Map<String, StateCodec<Object>> components = new LinkedHashMap<>();
    components.put("time", any(StateCodecs.int64()));
    components.put("value", only());
    return components;
  }

  private Map<String, StateCodec<Object>> pane() throws UnknownLayoutException {
    Map<String, StateCodec<Object>> components = new LinkedHashMap<>();
    components.put("start", any(StateCodecs.int64()));
    components.put("end", any(StateCodecs.int64()));
    components.put("accumulator", only());
    components.put("unshown", any(StateCodecs.int64()));
    components.put("fired", any(StateCodecs.int32()));
    components.put("complete", any(StateCodecs.bool()));
    return components;
  }

  private Map<String, StateCodec<Object>> process() throws UnknownLayoutException {
    Map<String, StateCodec<Object>> components = new LinkedHashMap<>();
    expect('(');
    components.put("state", layout());
    components.put("eventTimers", any(StateCodecs.list(StateCodecs.int64())));
    components.put("batchTimers", any(StateCodecs.list(StateCodecs.int64())));
    if (at < text.length() && text.charAt(at) == ',') {
      expect(',');
      components.put("waiting", layout());
    }
    expect(')');
    return components;
  }

  private Map<String, StateCodec<Object>> join() throws UnknownLayoutException {
    Map<String, StateCodec<Object>> components = new LinkedHashMap<>();
    expect('(');
    components.put("left", layout());
    expect(',');
    components.put("right", layout());
    expect(')');
    return components;
  }

  private String word() throws UnknownLayoutException {
    int from = at;
    while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw new UnknownLayoutException();
    }
    return text.substring(from, at);
  }

  private void expect(char symbol) throws UnknownLayoutException {
    if (at == text.length() || text.charAt(at) != symbol) {
      throw new UnknownLayoutException();
    }
    at++;
  }

  @SuppressWarnings("unchecked") // what is written was read by the same codec
  private static StateCodec<Object> any(StateCodec<?> codec) {
    return (StateCodec<Object>) codec;
  }
}
