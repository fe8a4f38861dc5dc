package dev.millrace.http;

import dev.millrace.ml.serve.ServedModel;
import dev.millrace.ml.serve.ServedModel.Answers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows that the model's own pipeline is to turn into features: a map per row. */
final class NamedRows implements Rows {
  private final Columns columns;
  private final List<Map<String, Object>> rows = new ArrayList<>();
  private Map<String, Object> row = new HashMap<>();

  NamedRows(Columns columns) {
    this.columns = columns;
  }

  @Override
  public int count() {
    return rows.size();
  }

  @Override
  public boolean has(int column) {
    return row.containsKey(columns.name(column));
  }

  @Override
  public int filled() {
    return row.size();
  }

  @Override
  public void number(int column, double value) {
    row.put(columns.name(column), value);
  }

  @Override
  public void text(int column, String value) {
    row.put(columns.name(column), value);
  }

  @Override
  public void endRow() {
    rows.add(row);
    row = new HashMap<>(2 * row.size());
  }

  @Override
  public Answers ask(ServedModel model) {
    return model.predictRows(rows);
  }
}
