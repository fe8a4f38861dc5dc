package dev.millrace.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/**
 * Calls a constructor, given as a function of the field buffer.
 *
 * <p>This class is a template: every constructor gets a hidden copy of it that holds the handle as
 * a constant, so that the compiler inlines the call. Through a handle in a field each call would
 * cost as much as the parsing of ten numbers.
 */
final class ConstructorCall implements CsvDecoder.Factory<Object> {
  private static final MethodHandle CONSTRUCTOR = constructor();

  ConstructorCall() {}

  private static MethodHandle constructor() {
    try {
      return MethodHandles.classData(
          MethodHandles.lookup(), ConstantDescs.DEFAULT_NAME, MethodHandle.class);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a class may read its own data", e);
    }
  }

  /** A call of {@code constructor}, of type {@code (FieldBuffer)Object}. */
  @SuppressWarnings("unchecked") // the copy is compiled from this very class
  static CsvDecoder.Factory<Object> of(MethodHandle constructor)
      throws ReflectiveOperationException {
    try (InputStream in =
        ConstructorCall.class.getResourceAsStream(
            ConstructorCall.class.getSimpleName() + ".class")) {
      MethodHandles.Lookup copy =
          MethodHandles.lookup()
              .defineHiddenClassWithClassData(in.readAllBytes(), constructor, true);
      return (CsvDecoder.Factory<Object>) copy.lookupClass().getDeclaredConstructor().newInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Object make(FieldBuffer fields) throws BadRecordException {
    try {
      return (Object) CONSTRUCTOR.invokeExact(fields);
    } catch (RuntimeException e) {
      throw new BadRecordException("the record's constructor refused the values: " + e);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new BadRecordException("the record's constructor failed: " + e);
    }
  }
}
