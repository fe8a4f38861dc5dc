package dev.millrace.core.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A value whose class is not at hand, as a map by component; in the layout of the class. */
final class MapCodec implements StateCodec<Map<String, Object>> {
  private static final long serialVersionUID = 1L;

  private final String layout;
  private final LinkedHashMap<String, StateCodec<Object>> components;

  /**
   * @param layout the text that says so
   * @param components in the order in which they are written
   */
  MapCodec(String layout, Map<String, StateCodec<Object>> components) {
    this.layout = layout;
    this.components = new LinkedHashMap<>(components);
  }

  @Override
  public String layout() {
    return layout;
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
