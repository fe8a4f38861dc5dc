package dev.millrace.http;

import dev.millrace.ml.serve.ServedModel;
import dev.millrace.ml.serve.ServedModel.Answers;

/**
 * Takes the values of a request's rows, one row after the other, and asks the model. Positions are
 * those of {@link Columns}; types have been checked.
 */
interface Rows {
  /** The most numbers that the rows of one request may come to. */
  int MOST_NUMBERS = 1 << 24;

  /** The rows that have been ended. */
  int count();

  /** Whether the row under way has a value in the column already. */
  boolean has(int column);

  /** How many columns of the row under way have a value. */
  int filled();

  void number(int column, double value);

  void text(int column, String value);

  void endRow();

  Answers ask(ServedModel model);

  /**
   * How many rows a request may have. Where a row is spread over all features, as many as {@link
   * #MOST_NUMBERS} allow: a short body could otherwise ask for any amount of work.
   */
  static int most(ServedModel model, int maxRows) {
    int width = Math.max(1, model.schema().width());
    return model.inputsAreFeatures()
        ? Math.max(1, Math.min(maxRows, MOST_NUMBERS / width))
        : maxRows;
  }

  /** The leanest for a model's columns. */
  static Rows of(ServedModel model, Columns columns) {
    return model.inputsAreFeatures() && columns.isAllRequiredNumbers()
        ? new NumberRows(columns.width())
        : new NamedRows(columns);
  }
}
