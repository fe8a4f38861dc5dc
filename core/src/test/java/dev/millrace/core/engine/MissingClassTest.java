package dev.millrace.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class MissingClassTest {
  @Test
  void shouldFindTheClassAmongTheCauses() {
    Exception failure =
        new IllegalStateException(
            "job failed", new RuntimeException(new ClassNotFoundException("com.acme.Payment$Key")));
    assertEquals(Optional.of("com.acme.Payment$Key"), MissingClass.of(failure));
    assertEquals(
        Optional.of("com.acme.Payment"),
        MissingClass.of(new NoClassDefFoundError("com/acme/Payment")));
  }

  @Test
  void shouldFindTheClassInTextFromAnotherMachine() {
    Exception failure =
        new RuntimeException(
            "Lost task 0.3 in stage 1.0 (executor 1): java.lang.ClassNotFoundException:"
                + " com.acme.Payment\n\tat java.base/java.net.URLClassLoader.findClass");
    assertEquals(Optional.of("com.acme.Payment"), MissingClass.of(failure));
  }

  @Test
  void shouldFindNoneInOtherFailures() {
    assertEquals(Optional.empty(), MissingClass.of(new RuntimeException("java.lang.Error: x")));
    Exception one = new Exception("one");
    one.initCause(new Exception("two", one));
    assertEquals(Optional.empty(), MissingClass.of(one));
  }
}
