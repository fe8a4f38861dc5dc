package dev.millrace.parquet;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.row.RecordConstructor;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import java.util.List;

/** Rows as Java records: each component takes the column of its name. */
record RecordShape<T>(Class<T> type) implements RowShape<T> {
  RecordShape {
    if (!type.isRecord() || type.getRecordComponents().length == 0) {
      throw new ConfigurationException(type.getName() + " is no record with components");
    }
  }

  @Override
  public Maker<T> maker(String file, List<Found> columns) {
    RecordComponent[] components = type.getRecordComponents();
    int[] wanted = new int[components.length];
    ValueAdapter[] adapters = new ValueAdapter[components.length];
    List<String> names = columns.stream().map(Found::name).toList();
    for (int i = 0; i < components.length; i++) {
      String name = components[i].getName();
      wanted[i] = names.indexOf(name);
      if (wanted[i] < 0) {
        throw new ConfigurationException(
            file
                + ": no column '"
                + name
                + "', which "
                + type.getSimpleName()
                + " needs; there are "
                + names);
      }
      ValueKind kind = columns.get(wanted[i]).kind();
      adapters[i] = ValueAdapter.of(components[i], kind, file + ": column '" + name + "'");
    }
    return new RecordMaker<>(type, wanted, adapters);
  }

  private static final class RecordMaker<T> implements Maker<T> {
    private final Class<T> type;
    private final int[] wanted;
    private final ValueAdapter[] adapters;

    /** Which values are taken as they are. */
    private final boolean[] isPlain;

    private final MethodHandle constructor;

    RecordMaker(Class<T> type, int[] wanted, ValueAdapter[] adapters) {
      this.type = type;
      this.wanted = wanted;
      this.adapters = adapters;
      this.isPlain = new boolean[adapters.length];
      for (int i = 0; i < isPlain.length; i++) {
        isPlain[i] = adapters[i].isPlain();
      }
      this.constructor = RecordConstructor.of(type);
    }

    @Override
    public int[] wanted() {
      return wanted;
    }

    @Override
    public T make(Object[] values) {
      for (int i = 0; i < values.length; i++) {
        if (values[i] == null || !isPlain[i]) {
          values[i] = adapters[i].value(values[i]);
        }
      }
      Object made;
      try {
        made = (Object) constructor.invokeExact(values);
      } catch (RuntimeException e) {
        throw new IllegalArgumentException("the record's constructor refused the values: " + e, e);
      } catch (Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalArgumentException("the record's constructor failed: " + e, e);
      }
      return type.cast(made);
    }
  }
}
