package dev.millrace.yaml.document;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A record that is written as one text, which its static method {@code parse} reads, or refuses by
 * an {@link IllegalArgumentException}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Text {
  /** What it looks like, for messages: {@code "a size such as 64MiB"}. */
  String value();

  /** A regular expression for the whole text, for the schema. */
  String pattern() default "";

  /** Whether it may be written as a mapping of its components as well. */
  boolean orMapping() default false;
}
