package dev.millrace.core.engine;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.function.BiPredicate;

/** What a serializable lambda or method reference took along when it was made. */
record CapturedArguments(SerializedLambda lambda, ClassLoader loader) {
  /** Those of {@code value}; null if it is not a lambda, or hides them. */
  static CapturedArguments of(Object value) {
    Class<?> type = value.getClass();
    if (!type.isSynthetic() && !type.isHidden()) {
      return null;
    }
    try {
      Method replace = type.getDeclaredMethod("writeReplace");
      replace.setAccessible(true);
      return replace.invoke(value) instanceof SerializedLambda lambda
          ? new CapturedArguments(lambda, type.getClassLoader())
          : null;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null; // no lambda, or of a module that is closed to us
    }
  }

  /** Shows each, with what it is called, until one passes the test. */
  boolean anyMatch(BiPredicate<String, Object> test) {
    for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
      if (test.test(nameOf(i), lambda.getCapturedArg(i))) {
        return true;
      }
    }
    return false;
  }

  private String nameOf(int argument) {
    if (!isLambdaBody()) {
      return "object before ::" + lambda.getImplMethodName();
    }
    boolean hasThis = lambda.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic;
    if (hasThis && argument == 0) {
      return "captured this";
    }
    int parameter = argument - (hasThis ? 1 : 0);
    return "captured variable "
        + ParameterNames.of(loader, lambda, parameter, !hasThis)
            .orElse("number " + (parameter + 1));
  }

  private boolean isLambdaBody() {
    return lambda.getImplMethodName().startsWith("lambda$");
  }
}
