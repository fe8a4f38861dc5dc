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
 * }</pre>
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
          case "record" -> record();
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

  private StateCodec<?> record() throws UnknownLayoutException {
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
    return new MapCodec(components);
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
