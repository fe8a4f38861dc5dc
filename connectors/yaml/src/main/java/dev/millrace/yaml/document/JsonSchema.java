package dev.millrace.yaml.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the JSON Schema (draft 7, which editors know) of what {@link Document#bind} takes. */
public final class JsonSchema {
  private static final String TYPE = "type";
  private static final String DESCRIPTION = "description";

  private final Kinds kinds;
  private final ObjectNode definitions = JsonNodeFactory.instance.objectNode();

  private JsonSchema(Kinds kinds) {
    this.kinds = kinds;
  }

  /** The schema of a record's documents, as indented text. */
  public static String of(Class<? extends Record> type, Kinds kinds, String title) {
    JsonSchema schema = new JsonSchema(kinds);
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("$schema", "http://json-schema.org/draft-07/schema#").put("title", title);
    root.setAll(schema.mapping(type, ""));
    root.set("definitions", schema.definitions);
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    try {
      return new ObjectMapper()
              .writer(new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines))
              .writeValueAsString(root)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can be written", e);
    }
  }

  private ObjectNode of(Type type, Key key) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (type instanceof ParameterizedType generic) {
      Type[] of = generic.getActualTypeArguments();
      if (generic.getRawType() == Optional.class) {
        return of(of[0], key);
      }
      boolean list = generic.getRawType() == List.class;
      node.put(TYPE, list ? "array" : "object");
      if (key != null && key.required()) {
        node.put(list ? "minItems" : "minProperties", 1);
      }
      node.set(list ? "items" : "additionalProperties", of(of[list ? 0 : 1], key));
      return node;
    }
    Class<?> raw = (Class<?>) type;
    if (raw.isInterface()
        || (raw.isRecord()
            && !raw.isAnnotationPresent(Text.class)
            && raw != EnvironmentSecret.class)) {
      return reference(raw);
    }
    if (raw.isAnnotationPresent(Text.class)) {
      return text(raw);
    }
    return scalar(raw, key);
  }

  private ObjectNode reference(Class<?> type) {
    String name = type.getSimpleName();
    if (!definitions.has(name)) {
      definitions.putObject(name);
      definitions.set(name, type.isInterface() ? oneOf(type) : mapping(type, ""));
    }
    return JsonNodeFactory.instance.objectNode().put("$ref", "#/definitions/" + name);
  }

  private ObjectNode oneOf(Class<?> type) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode all = node.putArray("oneOf");
    kinds.byName(type).forEach((name, record) -> all.add(mapping(record, name)));
    return node;
  }

  /**
   * @param kind what {@code type} must say; empty for nothing
   */
  private ObjectNode mapping(Class<?> type, String kind) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    Kind described = type.getAnnotation(Kind.class);
    if (described != null) {
      node.put(DESCRIPTION, described.value());
    }
    node.put(TYPE, "object").put("additionalProperties", false);
    ObjectNode properties = node.putObject("properties");
    ArrayNode required = JsonNodeFactory.instance.arrayNode();
    if (!kind.isEmpty()) {
      properties.putObject(TYPE).put("const", kind);
      required.add(TYPE);
    }
    for (RecordComponent component : type.getRecordComponents()) {
      Key key = component.getAnnotation(Key.class);
      ObjectNode property = of(component.getGenericType(), key);
      describe(property, component, key);
      properties.set(component.getName(), property);
      if (isRequired(component, key)) {
        required.add(component.getName());
      }
    }
    if (!required.isEmpty()) {
      node.set("required", required);
    }
    return node;
  }

  private static void describe(ObjectNode property, RecordComponent component, Key key) {
    if (key == null) {
      return;
    }
    // Beside a reference draft 7 overlooks everything; editors show it nevertheless.
    property.put(DESCRIPTION, key.value());
    if (!key.byDefault().isEmpty()) {
      Class<?> type = component.getType();
      if (type == boolean.class) {
        property.put("default", Boolean.parseBoolean(key.byDefault()));
      } else if (type == int.class || type == long.class) {
        property.put("default", Long.parseLong(key.byDefault()));
      } else if (type == double.class) {
        property.put("default", Double.parseDouble(key.byDefault()));
      } else {
        property.put("default", key.byDefault());
      }
    }
  }

  private static boolean isRequired(RecordComponent component, Key key) {
    Class<?> type = component.getType();
    if (type == List.class || type == Map.class) {
      return key != null && key.required();
    }
    return type != Optional.class && (key == null || key.byDefault().isEmpty());
  }

  private ObjectNode text(Class<?> type) {
    Text text = type.getAnnotation(Text.class);
    ObjectNode written = JsonNodeFactory.instance.objectNode();
    written.putArray(TYPE).add("string").add("number");
    if (!text.pattern().isEmpty()) {
      written.put("pattern", text.pattern());
    }
    if (!text.orMapping()) {
      return written;
    }
    String name = type.getSimpleName();
    if (!definitions.has(name)) {
      definitions.putObject(name);
      ObjectNode either = JsonNodeFactory.instance.objectNode();
      either.putArray("anyOf").add(written).add(mapping(type, ""));
      definitions.set(name, either);
    }
    return JsonNodeFactory.instance.objectNode().put("$ref", "#/definitions/" + name);
  }

  private static ObjectNode scalar(Class<?> type, Key key) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (type == String.class) {
      node.putArray(TYPE).add("string").add("number").add("boolean");
    } else if (type == EnvironmentSecret.class) {
      node.put(TYPE, "string").put("pattern", EnvironmentSecret.PATTERN);
    } else if (type == Duration.class) {
      node.put(TYPE, "string").put("pattern", Durations.PATTERN);
    } else if (type.isEnum()) {
      ArrayNode names = node.putArray("enum");
      Scalars.names(type).forEach(names::add);
    } else if (type == boolean.class || type == Boolean.class) {
      node.put(TYPE, "boolean");
    } else {
      node.put(TYPE, type == double.class || type == Double.class ? "number" : "integer");
      range(node, key);
    }
    return node;
  }

  private static void range(ObjectNode node, Key key) {
    if (key != null && !Double.isInfinite(key.min())) {
      node.put("minimum", key.min());
    }
    if (key != null && !Double.isInfinite(key.max())) {
      node.put("maximum", key.max());
    }
  }
}
