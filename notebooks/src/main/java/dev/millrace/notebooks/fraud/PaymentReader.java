package dev.millrace.notebooks.fraud;

import dev.millrace.core.row.Row;
import dev.millrace.ml.serve.RowReader;
import dev.millrace.ml.serve.ServedModel;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a payment of what a caller of the server sent; whether it is a fraud is not known then. */
final class PaymentReader implements RowReader<Payment> {
  private final RowReader<Row> rows = RowReader.of(Payment.COLUMNS, Set.of("Class"));

  @Override
  public List<ServedModel.InputColumn> columns() {
    return rows.columns();
  }

  @Override
  public Payment read(Map<String, Object> row) {
    return Payment.of(rows.read(row));
  }
}
