package dev.millrace.file;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.format.BadRecordException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** CSV into Java records, by the names of their components. */
final class CsvRecordFormat<T> implements Format<T> {
  private static final long serialVersionUID = 1L;

  private final Class<T> type;
  private final byte delimiter;
  private final HeaderKind header;
  private transient volatile MethodHandle constructor;

  CsvRecordFormat(Class<T> type, byte delimiter, HeaderKind header) {
    if (!type.isRecord() || type.getRecordComponents().length == 0) {
      throw new ConfigurationException(type.getName() + " is no record with components");
    }
    this.type = type;
    this.delimiter = delimiter;
    this.header = header;
    for (RecordComponent component : type.getRecordComponents()) {
      FieldTypes.reader(component);
    }
    this.constructor = constructor(type);
  }

  @Override
  public RecordScanner scanner(int maxRecordBytes) {
    return RecordScanner.csv(maxRecordBytes, delimiter);
  }

  @Override
  public HeaderKind header() {
    return header;
  }

  @Override
  public FileDecoding<T> decoding(String file, byte[] headerRecord) {
    List<String> wanted =
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    List<String> names =
        header == HeaderKind.RECORD ? CsvLayout.names(file, headerRecord, delimiter) : wanted;
    CsvLayout layout = CsvLayout.alike(file, names, wanted, delimiter);
    if (constructor == null) {
      constructor = constructor(type);
    }
    MethodHandle make = constructor;
    return () -> decoder(layout, make);
  }

  private RecordDecoder<T> decoder(CsvLayout layout, MethodHandle make) {
    RecordComponent[] components = type.getRecordComponents();
    FieldReader[] readers = new FieldReader[layout.width()];
    for (int i = 0; i < readers.length; i++) {
      int slot = layout.slot(i);
      readers[i] = slot == CsvLayout.UNUSED ? null : FieldTypes.reader(components[slot]);
    }
    FieldBuffer fields = new FieldBuffer(components.length);
    return new CsvDecoder<>(layout, readers, fields, buffer -> type.cast(make(make, buffer)));
  }

  private static Object make(MethodHandle make, FieldBuffer fields) throws BadRecordException {
    try {
      return (Object) make.invokeExact(fields);
    } catch (RuntimeException e) {
      throw new BadRecordException("the record's constructor refused the values: " + e);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new BadRecordException("the record's constructor failed: " + e);
    }
  }

  /**
   * The constructor as a function of the buffer: component i comes from slot i, primitives without
   * boxing.
   */
  private static MethodHandle constructor(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      MethodHandle[] slots = new MethodHandle[types.length];
      for (int i = 0; i < slots.length; i++) {
        slots[i] = slot(lookup, types[i], i);
      }
      MethodHandle filled =
          MethodHandles.filterArguments(lookup.unreflectConstructor(canonical), 0, slots);
      MethodType one = MethodType.methodType(type, FieldBuffer.class);
      return MethodHandles.permuteArguments(filled, one, new int[types.length])
          .asType(MethodType.methodType(Object.class, FieldBuffer.class));
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new ConfigurationException(
          "the constructor of " + type.getName() + " cannot be called: " + e.getMessage(), e);
    }
  }

  private static MethodHandle slot(MethodHandles.Lookup lookup, Class<?> type, int slot)
      throws ReflectiveOperationException {
    boolean whole = type == long.class || type == int.class;
    Class<?> held = type == double.class ? double.class : whole ? long.class : Object.class;
    String name = type == double.class ? "number" : whole ? "whole" : "object";
    MethodHandle get =
        lookup.findVirtual(FieldBuffer.class, name, MethodType.methodType(held, int.class));
    MethodHandle bound = MethodHandles.insertArguments(get, 1, slot);
    MethodType wanted = MethodType.methodType(type, FieldBuffer.class);
    return type == int.class
        ? MethodHandles.explicitCastArguments(bound, wanted)
        : bound.asType(wanted);
  }
}
