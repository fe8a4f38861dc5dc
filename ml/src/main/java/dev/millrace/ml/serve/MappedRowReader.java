package dev.millrace.ml.serve;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes something else of what another reader reads. */
record MappedRowReader<T, R>(RowReader<T> reader, Function<? super T, ? extends R> function)
    implements RowReader<R> {
  @Override
  public List<ServedModel.InputColumn> columns() {
    return reader.columns();
  }

  @Override
  public R read(Map<String, Object> row) {
    return function.apply(reader.read(row));
  }
}
