package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.internal.engine.Extensions;
import dev.millrace.core.internal.sql.Inference;
import dev.millrace.core.internal.sql.JsonTable;
import dev.millrace.core.internal.stage.UserCode;
import dev.millrace.core.row.Row;
import dev.millrace.core.sql.SqlProvider;
import dev.millrace.core.sql.SqlQuery;
import dev.millrace.core.sql.SqlTable;
import java.util.List;
import java.util.Optional;

/** A query over each batch; between two slides of a window there is nothing to query. */
public final class SqlOperator<T> extends Operator<Row> implements Resourceful<SqlQuery> {
  private final Operator<T> input;
  private final String query;
  private final Optional<SqlTable<T>> table;

  /**
   * @param table empty if each batch tells
   */
  public SqlOperator(String name, Operator<T> input, String query, Optional<SqlTable<T>> table) {
    super(name);
    if (query.isBlank()) {
      throw new ConfigurationException("expected a SELECT over the table batch, got blank text");
    }
    this.input = input;
    this.query = query;
    this.table = table;
  }

  @Override
  public String kind() {
    return "sql";
  }

  /**
   * The SQL engines on the class path.
   *
   * @throws ConfigurationException when there is none
   */
  public static Extensions<SqlProvider> engines() {
    return Extensions.load(SqlProvider.class, "an SQL engine", "dev.millrace:millrace-duckdb");
  }

  @Override
  public List<Operator<?>> inputs() {
    return List.of(input);
  }

  @Override
  public Operator<Row> withName(String newName) {
    return new SqlOperator<>(newName, input, query, table);
  }

  @Override
  public SqlQuery open(Engine engine) {
    try {
      SqlQuery opened = engines().of(engine).open(query, engine);
      try {
        table.ifPresent(known -> opened.check(known.columns()));
      } catch (RuntimeException e) {
        opened.close();
        throw e;
      }
      return opened;
    } catch (ConfigurationException e) {
      throw named(e);
    }
  }

  @Override
  public Batch<Row> compute(BatchScope scope) throws Exception {
    Batch<T> batch = scope.batch(input);
    if (isBetweenSlides(scope)) {
      return scope.engine().of(List.of());
    }
    try {
      if (table.isPresent()) {
        return run(batch, table.get(), scope);
      }
      Batch<T> kept = batch.cache();
      Optional<SqlTable<T>> found = Inference.of(kept);
      return found.isPresent() ? run(kept, found.get(), scope) : scope.engine().of(List.of());
    } catch (ConfigurationException e) {
      throw named(e);
    } catch (Exception e) {
      throw UserCode.failed(where(), e);
    }
  }

  @SuppressWarnings("unchecked") // a table of texts reads a batch of texts
  private Batch<Row> run(Batch<T> batch, SqlTable<T> known, BatchScope scope) throws Exception {
    SqlQuery opened = scope.resource(this);
    if (known instanceof JsonTable json) {
      return opened.run(json.parse((Batch<String>) batch, label()), json.parsed());
    }
    return opened.run(batch, known);
  }

  private boolean isBetweenSlides(BatchScope scope) {
    Operator<?> origin = input;
    while (origin instanceof NarrowOperator<?, ?>) {
      origin = origin.inputs().get(0);
    }
    return origin instanceof WindowOperator<?, ?, ?> window && !scope.state(window).slid();
  }

  private ConfigurationException named(ConfigurationException e) {
    return new ConfigurationException(where() + ": " + e.getMessage(), e);
  }
}
