package dev.millrace.alert;

import dev.millrace.core.ConfigurationException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A password or key, or where to find it when a sink opens. Shows itself to nobody. Immutable. */
public final class Secret implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No secret. */
  static final Secret NONE = new Secret(Kind.NONE, "");

  private enum Kind {
    NONE,
    TEXT,
    ENVIRONMENT,
    FILE
  }

  private final Kind kind;
  private final String value;

  private Secret(Kind kind, String value) {
    this.kind = kind;
    this.value = Objects.requireNonNull(value, "value");
  }

  boolean isNone() {
    return kind == Kind.NONE;
  }

  /** The secret itself. */
  public static Secret of(String text) {
    return new Secret(Kind.TEXT, text);
  }

  /** What an environment variable holds. */
  public static Secret fromEnvironment(String variable) {
    return new Secret(Kind.ENVIRONMENT, variable);
  }

  /** The first line of a file. */
  public static Secret fromFile(Path file) {
    return new Secret(Kind.FILE, file.toString());
  }

  /**
   * @throws ConfigurationException where there is none, naming the place
   */
  String resolve() {
    String found =
        switch (kind) {
          case NONE, TEXT -> value;
          case ENVIRONMENT -> System.getenv(value);
          case FILE -> firstLine(value);
        };
    if (found == null || found.isBlank()) {
      throw new ConfigurationException("there is no secret: " + this + " is empty or not set");
    }
    return found;
  }

  private static String firstLine(String file) {
    try {
      return Files.readString(Path.of(file)).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new ConfigurationException("the secret in " + file + " cannot be read", e);
    }
  }

  @Override
  public String toString() {
    return switch (kind) {
      case NONE -> "none";
      case TEXT -> "the secret given";
      case ENVIRONMENT -> "the environment variable " + value;
      case FILE -> "the file " + value;
    };
  }
}
