package dev.millrace.core.internal.state;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.state.StateDescriptor;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a part again in today's layout, with the same content. What is there already is copied;
 * tables and windows of format 1 get logs. Everything stands in the part itself, none of it in
 * files.
 */
public final class StateUpgrade {
  /** Where operators keep tables and windows: in the part itself, or under these names in it. */
  private static final Set<String> TABLES = Set.of("table", "running");

  private static final Set<String> WINDOWS = Set.of("held");

  private final String operator;

  private StateUpgrade(String operator) {
    this.operator = operator;
  }

  /**
   * @throws dev.millrace.core.CheckpointException when it is not whole
   */
  public static byte[] rewrite(StateReader part) {
    StateWriter out = new StateWriter();
    new StateUpgrade(part.part()).rewrite(part, true, true, out);
    return out.toBytes();
  }

  private void rewrite(StateReader in, boolean mayBeTable, boolean mayBeWindow, StateWriter out) {
    Optional<StoredTable> table =
        mayBeTable && StoredTable.is(in) && !in.has("groups")
            ? StoredTable.of(in)
            : Optional.empty();
    if (table.isPresent()) {
      writeTable(table.get(), out);
    } else if (mayBeWindow && StoredWindow.is(in) && !in.has("log")) {
      writeWindow(StoredWindow.of(in), out);
    } else {
      for (String name : in.names()) {
        copy(name, in.value(name), out);
      }
    }
  }

  private void writeTable(StoredTable table, StateWriter out) {
    StateDescriptor<Object, Object> stored = table.descriptor();
    StateDescriptor<Object, Object> descriptor =
        new StateDescriptor<>(
            operator, stored.keys(), stored.states(), stored.partitions(), stored.timed());
    StateWriter group = out.detached();
    new TableLog<>(descriptor, 0, table.partitions()).save(group, TableLog.Tasks.sequential());
    new StateStorage<>(descriptor).save(List.of(group.toBytes()), out);
  }

  private void writeWindow(StoredWindow window, StateWriter out) {
    long[] ids = window.ids().stream().mapToLong(id -> id).toArray();
    StateLog log = new StateLog("window/" + operator);
    if (ids.length > 0) {
      log.dropBefore(ids[0]);
    }
    for (int i = 0; i < ids.length; i++) {
      log.append(ids[i], window.blocks().get(i), Optional.empty());
    }
    out.put("elements", window.elements()).put("ids", ids).put("times", window.times());
    out.put("log", log::save);
  }

  private void copy(String name, Object value, StateWriter out) {
    if (value instanceof StateReader nested) {
      out.put(
          name,
          (StateWriter inner) ->
              rewrite(nested, TABLES.contains(name), WINDOWS.contains(name), inner));
    } else if (value instanceof Long number) {
      out.put(name, number.longValue());
    } else if (value instanceof Boolean flag) {
      out.put(name, flag.booleanValue());
    } else if (value instanceof String text) {
      out.put(name, text);
    } else if (value instanceof List<?> texts) {
      out.put(name, texts.stream().map(String.class::cast).toList());
    } else if (value instanceof double[] numbers) {
      out.put(name, numbers);
    } else if (value instanceof long[] numbers) {
      out.put(name, numbers);
    } else if (value instanceof int[] numbers) {
      out.put(name, numbers);
    } else {
      out.put(name, (byte[]) value);
    }
  }
}
