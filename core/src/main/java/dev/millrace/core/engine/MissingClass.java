package dev.millrace.core.engine;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the class that another JVM lacked when a job failed there, so that an engine can say how to
 * send it along.
 */
public final class MissingClass {
  /** A failure that crossed JVMs as text has its cause in the text. */
  private static final Pattern IN_TEXT =
      Pattern.compile("java\\.lang\\.(?:ClassNotFoundException|NoClassDefFoundError): ([\\w.$/]+)");

  private MissingClass() {}

  /** The full name of the class; empty if the failure, its causes and their texts tell of none. */
  public static Optional<String> of(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
      Matcher matcher = IN_TEXT.matcher(cause.toString());
      if (matcher.find()) {
        return Optional.of(matcher.group(1).replace('/', '.'));
      }
    }
    return Optional.empty();
  }
}
