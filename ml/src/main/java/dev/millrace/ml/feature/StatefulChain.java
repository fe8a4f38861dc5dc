package dev.millrace.ml.feature;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.state.StateUsage;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.instance.StatefulExtractor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A chain some of whose columns remember earlier rows. */
final class StatefulChain<T> extends Chain<T> implements StatefulExtractor<T> {
  private final List<StatefulColumn<T>> stateful;
  private Schema schema;
  private long schemaVersion;

  StatefulChain(List<Column<T>> columns, Ending<T> ending) {
    super(columns, ending);
    List<StatefulColumn<T>> found = new ArrayList<>();
    for (Column<T> column : columns) {
      if (column instanceof StatefulColumn<T> each) {
        found.add(each);
      }
    }
    this.stateful = List.copyOf(found);
    this.schema = super.schema();
    this.schemaVersion = namesVersion();
  }

  private long namesVersion() {
    long sum = 0;
    for (StatefulColumn<T> column : stateful) {
      sum += column.namesVersion();
    }
    return sum;
  }

  @Override
  public Schema schema() {
    long version = namesVersion();
    if (version != schemaVersion) {
      schema = super.schema();
      schemaVersion = version;
    }
    return schema;
  }

  @Override
  public void observe(T row) throws Exception {
    for (StatefulColumn<T> column : stateful) {
      column.stage(row);
    }
    for (StatefulColumn<T> column : stateful) {
      column.commit();
    }
  }

  @Override
  public StatefulExtractor<T> fresh() {
    return new StatefulChain<>(copies(StatefulColumn::fresh), ending);
  }

  @Override
  public Optional<StateUsage> usage() {
    return stateful.stream()
        .map(StatefulColumn::usage)
        .flatMap(Optional::stream)
        .reduce(StateUsage::plus);
  }

  @Override
  public void save(StateWriter out) {
    for (StatefulColumn<T> column : stateful) {
      out.put(column.name(), column::save);
    }
  }

  @Override
  public void restore(StateReader in) {
    for (StatefulColumn<T> column : stateful) {
      if (in.has(column.name())) {
        column.restore(in.get(column.name()));
      }
    }
  }

  @Override
  public FeatureExtractor<T> committedView() {
    return with(copies(StatefulColumn::committedView));
  }

  /** The columns, with each that remembers replaced, and interactions over the replacements. */
  private List<Column<T>> copies(Function<StatefulColumn<T>, Column<T>> copy) {
    IdentityHashMap<Column<T>, Column<T>> done = new IdentityHashMap<>();
    List<Column<T>> copies = new ArrayList<>();
    for (Column<T> column : columns) {
      copies.add(copyOf(column, copy, done));
    }
    return copies;
  }

  private Column<T> copyOf(
      Column<T> column,
      Function<StatefulColumn<T>, Column<T>> copy,
      IdentityHashMap<Column<T>, Column<T>> done) {
    Column<T> known = done.get(column);
    if (known == null) {
      known =
          column instanceof StatefulColumn<T> each
              ? copy.apply(each)
              : column.rebind(part -> copyOf(part, copy, done));
      done.put(column, known);
    }
    return known;
  }
}
