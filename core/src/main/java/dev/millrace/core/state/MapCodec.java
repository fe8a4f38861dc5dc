package dev.millrace.core.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A record whose class is not at hand, as a map by component; in the layout of the record. */
final class MapCodec implements StateCodec<Map<String, Object>> {
  private static final long serialVersionUID = 1L;

  private final LinkedHashMap<String, StateCodec<Object>> components;

  MapCodec(Map<String, StateCodec<Object>> components) {
    this.components = new LinkedHashMap<>(components);
  }

  @Override
  public String layout() {
    return components.entrySet().stream()
        .map(component -> component.getKey() + ":" + component.getValue().layout())
        .collect(Collectors.joining(",", "record(", ")"));
  }

  @Override
  public void write(Map<String, Object> value, DataOutput out) throws IOException {
    for (Map.Entry<String, StateCodec<Object>> component : components.entrySet()) {
      component.getValue().write(value.get(component.getKey()), out);
    }
  }

  @Override
  public Map<String, Object> read(DataInput in) throws IOException {
    Map<String, Object> value = new LinkedHashMap<>();
    for (Map.Entry<String, StateCodec<Object>> component : components.entrySet()) {
      value.put(component.getKey(), component.getValue().read(in));
    }
    return value;
  }
}
