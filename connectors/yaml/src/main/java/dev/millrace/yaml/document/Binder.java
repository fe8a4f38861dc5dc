package dev.millrace.yaml.document;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.catalog.Suggestion;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes records of nodes, and notes every mistake on the way. What holds a mistake is null, and is
 * not looked at again.
 */
@SuppressWarnings("NullAway") // a null value is one that could not be read; see above
final class Binder {
  private static final String TYPE = "type";
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern VARIABLE = Pattern.compile("env:([A-Za-z_][A-Za-z0-9_]*)");

  private final Kinds kinds;
  private final Function<String, String> environment;
  private final List<Mistake> mistakes = new ArrayList<>();

  /**
   * @param environment gives the value of a variable, or null
   */
  Binder(Kinds kinds, Function<String, String> environment) {
    this.kinds = kinds;
    this.environment = environment;
  }

  List<Mistake> mistakes() {
    return mistakes;
  }

  private Object mistake(Location at, String path, String text) {
    mistakes.add(new Mistake(at, path.isEmpty() ? text : path + ": " + text));
    return null;
  }

  private Object expected(Node node, String path, String what) {
    return mistake(node.at(), path, "expected " + what + ", got " + node.shown());
  }

  /** The value of any type that a component may have. */
  Object bind(Node node, Type type, Key key, String path) {
    if (type instanceof ParameterizedType generic) {
      Type[] of = generic.getActualTypeArguments();
      if (generic.getRawType() == Optional.class) {
        return Optional.ofNullable(bind(node, of[0], key, path));
      }
      return generic.getRawType() == List.class
          ? list(node, of[0], key, path)
          : map(node, of[1], key, path);
    }
    Class<?> raw = (Class<?>) type;
    if (raw.isInterface()) {
      return oneOf(node, raw, path);
    }
    boolean written = raw.isAnnotationPresent(Text.class);
    if (raw == EnvironmentSecret.class || !raw.isRecord()) {
      return scalar(node, raw, key, path);
    }
    if (written && (node instanceof Node.Scalar || !raw.getAnnotation(Text.class).orMapping())) {
      return parsed(node, raw, path);
    }
    return record(node, raw.asSubclass(Record.class), path, List.of());
  }

  private Object list(Node node, Type of, Key key, String path) {
    if (!(node instanceof Node.Sequence sequence)) {
      String one =
          node instanceof Node.Scalar s && !s.isNothing() ? " such as [" + s.text() + "]" : "";
      return expected(node, path, "a list" + one);
    }
    if (key != null && key.required() && sequence.items().isEmpty()) {
      return mistake(node.at(), path, "expected at least one item, got none");
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      Object value = bind(sequence.items().get(i), of, key, path + "." + i);
      if (value != null) {
        values.add(value);
      }
    }
    return Collections.unmodifiableList(values);
  }

  private Object map(Node node, Type of, Key key, String path) {
    if (!(node instanceof Node.Mapping mapping)) {
      return expected(node, path, "names, each with its value");
    }
    if (key != null && key.required() && mapping.entries().isEmpty()) {
      return mistake(node.at(), path, "expected at least one name, got none");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              Object value = bind(entry.value(), of, key, child(path, name));
              if (value != null) {
                values.put(name, value);
              }
            });
    return Collections.unmodifiableMap(values);
  }

  /** A record of those that an interface has. */
  private Object oneOf(Node node, Class<?> of, String path) {
    Map<String, Class<? extends Record>> byName = kinds.byName(of);
    if (!(node instanceof Node.Mapping mapping)) {
      return expected(node, path, "a mapping with a type" + among(byName.keySet()));
    }
    Node.Entry type = mapping.entries().get(TYPE);
    if (type == null) {
      return mistake(
          node.at(),
          path,
          "the key 'type' is missing" + Suggestion.among("types are", byName.keySet(), ""));
    }
    if (!(type.value() instanceof Node.Scalar name)) {
      return expected(type.value(), child(path, TYPE), "a type");
    }
    Class<? extends Record> record = byName.get(name.text());
    if (record == null) {
      return mistake(
          name.at(),
          child(path, TYPE),
          "unknown type "
              + name.shown()
              + Suggestion.among("there are", byName.keySet(), name.text()));
    }
    return record(node, record, path, List.of(TYPE));
  }

  private static String among(Collection<String> names) {
    return ", which is one of " + String.join(", ", names);
  }

  private Object record(
      Node node, Class<? extends Record> type, String path, List<String> otherKeys) {
    if (!(node instanceof Node.Mapping mapping)) {
      return expected(node, path, "a mapping");
    }
    int before = mistakes.size();
    RecordComponent[] components = type.getRecordComponents();
    List<String> known = new ArrayList<>(otherKeys);
    Arrays.stream(components).map(RecordComponent::getName).forEach(known::add);
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              if (!known.contains(name)) {
                mistake(
                    entry.key(),
                    path,
                    "unknown key '"
                        + name.replaceAll("\\p{Cntrl}+", " ")
                        + "'"
                        + Suggestion.among("there are", known, name));
              }
            });
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = component(mapping, components[i], path);
    }
    return mistakes.size() > before ? null : made(node, type, components, values, path);
  }

  private Object component(Node.Mapping mapping, RecordComponent component, String path) {
    String name = component.getName();
    Key key = component.getAnnotation(Key.class);
    Node.Entry entry = mapping.entries().get(name);
    String at = child(path, name);
    if (entry != null && entry.value() instanceof Node.Scalar scalar && scalar.isNothing()) {
      return mistake(
          entry.key(), at, "expected a value, got nothing; give one, or leave the key out");
    }
    if (entry != null) {
      return bind(entry.value(), component.getGenericType(), key, at);
    }
    Class<?> type = component.getType();
    boolean required = key != null && key.required();
    if (key != null && !key.byDefault().isEmpty()) {
      Node standard = new Node.Scalar(mapping.at(), key.byDefault(), true);
      return bind(standard, component.getGenericType(), key, at);
    }
    if (type == Optional.class) {
      return Optional.empty();
    }
    if (!required && type == List.class) {
      return List.of();
    }
    if (!required && type == Map.class) {
      return Map.of();
    }
    return mistake(mapping.at(), path, "the key '" + name + "' is missing" + meaning(key));
  }

  private static String meaning(Key key) {
    return key == null ? "" : ": " + key.value().replaceFirst("\\.$", "");
  }

  private Object made(
      Node node,
      Class<? extends Record> type,
      RecordComponent[] components,
      Object[] values,
      String path) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof WrongKeyException wrong) {
        return mistake(
            ((Node.Mapping) node).at(wrong.key()), child(path, wrong.key()), wrong.getMessage());
      }
      if (e.getCause() instanceof ConfigurationException
          || e.getCause() instanceof IllegalArgumentException) {
        return mistake(node.at(), path, e.getCause().getMessage());
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Object parsed(Node node, Class<?> type, String path) {
    Text text = type.getAnnotation(Text.class);
    if (!(node instanceof Node.Scalar scalar) || scalar.isNothing()) {
      return expected(node, path, text.value());
    }
    try {
      return Scalars.parse(type, scalar.text());
    } catch (ConfigurationException e) {
      return mistake(node.at(), path, e.getMessage());
    } catch (IllegalArgumentException e) {
      return expected(node, path, text.value());
    }
  }

  private Object scalar(Node node, Class<?> type, Key key, String path) {
    if (!(node instanceof Node.Scalar scalar)) {
      return expected(node, path, what(type, key));
    }
    if (type == String.class) {
      return scalar.isNothing() ? expected(node, path, "a text") : text(scalar, path);
    }
    if (type == EnvironmentSecret.class) {
      return secret(scalar, path);
    }
    try {
      Object value = plain(scalar, type);
      boolean within =
          !(value instanceof Number number)
              || key == null
              || (number.doubleValue() >= key.min() && number.doubleValue() <= key.max());
      return within ? value : expected(node, path, what(type, key));
    } catch (IllegalArgumentException e) {
      return type.isEnum()
          ? mistake(
              node.at(),
              path,
              "unknown value "
                  + node.shown()
                  + Suggestion.among("there are", Scalars.names(type), scalar.text()))
          : expected(node, path, what(type, key));
    }
  }

  private static Object plain(Node.Scalar scalar, Class<?> type) {
    String text = scalar.text();
    if (type == Duration.class) {
      return Durations.parse(text);
    }
    if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        if (Scalars.name((Enum<?>) constant).equals(text)) {
          return constant;
        }
      }
      throw new IllegalArgumentException("is none of them");
    }
    if (!scalar.plain()) {
      throw new IllegalArgumentException("is a text");
    }
    if (type == boolean.class || type == Boolean.class) {
      if (!text.equals("true") && !text.equals("false")) {
        throw new IllegalArgumentException("is no boolean");
      }
      return Boolean.valueOf(text);
    }
    return number(text, type);
  }

  private static Object number(String text, Class<?> type) {
    if (type == int.class || type == Integer.class) {
      return Integer.valueOf(text);
    }
    if (type == long.class || type == Long.class) {
      return Long.valueOf(text);
    }
    if (type == double.class || type == Double.class) {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value) && !text.matches(".*[dDfF]")) {
        return value;
      }
      throw new IllegalArgumentException("is no number");
    }
    throw new IllegalStateException("no document holds a " + type);
  }

  private static String what(Class<?> type, Key key) {
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == Duration.class) {
      return Durations.EXPECTED;
    }
    if (type == EnvironmentSecret.class) {
      return "a reference such as ${env:PASSWORD}";
    }
    if (type == String.class) {
      return "a text";
    }
    if (type.isEnum()) {
      return "one of " + String.join(", ", Scalars.names(type));
    }
    boolean whole = type != double.class && type != Double.class;
    return (whole ? "a whole number" : "a number") + range(key);
  }

  private static String range(Key key) {
    if (key == null || (Double.isInfinite(key.min()) && Double.isInfinite(key.max()))) {
      return "";
    }
    if (Double.isInfinite(key.max())) {
      return " of at least " + shown(key.min());
    }
    return Double.isInfinite(key.min())
        ? " of at most " + shown(key.max())
        : " from " + shown(key.min()) + " to " + shown(key.max());
  }

  private static String shown(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }

  /** The text, with what the environment holds for each reference. */
  private Object text(Node.Scalar scalar, String path) {
    Matcher matcher = REFERENCE.matcher(scalar.text());
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      Matcher variable = VARIABLE.matcher(matcher.group(1));
      if (!variable.matches()) {
        return mistake(
            scalar.at(), path, "expected ${env:NAME}, got '" + printable(matcher.group()) + "'");
      }
      String value = environment.apply(variable.group(1));
      if (value == null) {
        return mistake(scalar.at(), path, unset(variable.group(1)));
      }
      matcher.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(text).toString();
  }

  private Object secret(Node.Scalar scalar, String path) {
    Optional<String> variable = EnvironmentSecret.variable(scalar.text());
    if (variable.isEmpty()) {
      return mistake(
          scalar.at(),
          path,
          "expected a reference such as ${env:PASSWORD}, got a text that is not shown; put the"
              + " secret into the environment");
    }
    String value = environment.apply(variable.get());
    return value == null || value.isBlank()
        ? mistake(scalar.at(), path, unset(variable.get()))
        : new EnvironmentSecret(variable.get(), value);
  }

  private static String unset(String variable) {
    return "the environment variable " + variable + " is not set; set it, or write the value here";
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  static String child(String path, String name) {
    String key = name.replaceAll("\\p{Cntrl}+", " ");
    return path.isEmpty() ? key : path + "." + key;
  }
}
