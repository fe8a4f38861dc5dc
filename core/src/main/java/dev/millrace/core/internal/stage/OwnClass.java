package dev.millrace.core.internal.stage;

import dev.millrace.core.engine.StageSink;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Gives every user function a sink class of its own, a copy of a template that differs in nothing
 * but its identity.
 *
 * <p>The JVM decides by class and method what to inline. With one sink class for all {@code map}s,
 * its calls of the function and of the next sink go to many places, so neither is inlined, and a
 * chain costs two virtual calls and a boxed value per step. With a class per function, each of
 * these calls has one target, and a chain is compiled into one loop. A copy is made once per class
 * of functions, which for a lambda is once per place in the source.
 */
final class OwnClass {
  private static final MethodType MAKE =
      MethodType.methodType(StageSink.class, StageSink.class, String.class, Object.class);

  private final Class<?> template;
  private final MethodType constructor;
  private final ClassValue<MethodHandle> constructors;

  /**
   * @param lookup of the class that the template is nested in
   * @param template has no static fields, and one constructor, which takes the next sink, how
   *     messages name the operator, and the function
   */
  OwnClass(MethodHandles.Lookup lookup, Class<?> template, Class<?> function) {
    this.template = template;
    this.constructor = MethodType.methodType(void.class, StageSink.class, String.class, function);
    byte[] bytes = bytesOf(template);
    this.constructors =
        new ClassValue<>() {
          @Override
          protected MethodHandle computeValue(Class<?> type) {
            return copy(lookup, bytes);
          }
        };
  }

  /** A sink of the class that belongs to the class of {@code function}. */
  @SuppressWarnings("unchecked") // the template takes what the function takes
  <T> StageSink<T> make(StageSink<?> downstream, String where, Object function) {
    MethodHandle own = constructors.get(function.getClass());
    try {
      return (StageSink<T>) (StageSink<?>) own.invokeExact(downstream, where, function);
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot make a copy of " + template, e);
    }
  }

  private MethodHandle copy(MethodHandles.Lookup lookup, byte[] bytes) {
    try {
      MethodHandles.Lookup copy =
          lookup.defineHiddenClass(bytes, false, MethodHandles.Lookup.ClassOption.NESTMATE);
      return copy.findConstructor(copy.lookupClass(), constructor).asType(MAKE);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot copy " + template, e);
    }
  }

  private static byte[] bytesOf(Class<?> template) {
    String file = template.getName().substring(template.getPackageName().length() + 1) + ".class";
    try (InputStream in = template.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no class file of " + template);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the class file of " + template, e);
    }
  }
}
